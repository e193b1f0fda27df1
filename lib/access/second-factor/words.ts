export const WRONG_CODE = "This code is not right. Use the one that your authenticator shows just now."
export const USED_CODE = "This code was used already. Wait for the next one."
export const BEGIN_ANEW = "This took too long, or there were too many codes. Sign in again."
