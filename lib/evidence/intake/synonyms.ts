/** What a field of an access event is called in logs, most telling name first; words are joined and in lower case. */
export const fieldNames = {
  time: "at timestamp eventtime eventtimestamp time datetime ts occurredat loggedat accessedat requesttime requestedat viewedat starttime startedat receivedat edgestarttimestamp edgestartms createdat date when epoch isotime logtime",
  account_id:
    "viewerid viewer watcher recipientid recipient accountid userid customerid subscriberid memberid principalid account user customer subscriber username csusername uid userident actorid actor subject sub requester login principal useridentityusername useridentityarn actoruseruid actorusername customerno customernumber accountno userno",
  device_id:
    "cameraid camid camera cam doorbellid doorbell sensorid deviceid device deviceserial serialnumber serial deviceuid camerauid cameraname unitid thingname",
  media_id:
    "mediaid clipid videoid recordingid eventclipid motioneventid footageid thumbnailid snapshotid imageid pictureid assetid mediauid objectkey objectid media clip recording footage video thumbnail snapshot image picture requestparameterskey object key fileid fileuid filename file contentid itemid item resourceid resource eventid event",
  session_id: "sessionid session sid sessiontoken sessionuid usersession actorsessionuid",
  ip: "ip ipaddress clientip clientaddress remoteip remoteaddr remoteaddress sourceip sourceipaddress srcip cip xforwardedfor viewerip srcendpointip",
  user_agent: "useragent ua agent csuseragent httpuseragent clientagent httprequestuseragent browser",
  request_id:
    "requestid reqid xrequestid traceid correlationid requestuid xedgerequestid rayid httprequestuid invocationid",
  event_id: "eventid eventuuid eventuid logid recordid entryid messageid rowid metadatauid uuid id",
  action:
    "action verb operation op eventname activity activityname eventtype eventaction event accesstype requesttype type kind command interaction category",
  outcome:
    "outcome result decision verdict accessresult status statuscode httpstatus httpstatuscode responsestatus responsecode scstatus edgeresponsestatus errorcode error allowed granted success authorized",
  method: "method httpmethod requestmethod csmethod verb httprequesthttpmethod clientrequestmethod",
  url: "url uri path requesturi requesturl requestpath urlpath uripath urlstem csuristem clientrequesturi clientrequestpath route request endpoint target httprequesturlpath httprequesturlurlstring",
  query: "query querystring csuriquery requestquery urlquery",
} as const
export type Role = keyof typeof fieldNames

/** What tables are called, in the words of file and folder names. */
export const tableWords = {
  entitlements:
    "entitlement entitlements ownership ownerships owner owners permission permissions grant grants household households membership memberships member members holding holdings sharing shares",
  accounts:
    "account accounts user users customer customers subscriber subscribers people profile profiles contacts",
  media:
    "media medium clip clips recording recordings thumbnail thumbnails footage catalog catalogue video videos",
  sessions: "session sessions login logins signin signins",
  devices: "device devices camera cameras cam cams doorbell doorbells",
  actors: "actor actors staff employee employees internal services bots",
  reports: "report reports complaint complaints ticket tickets",
  access_log:
    "access log logs accesslog accesslogs event events audit cdn cloudtrail ocsf trail requests views gateway activity",
} as const

/** What was done, by the words in an action's name; see `actionOf`. */
export const actionWords = {
  video:
    "video videos clip clips stream streams streaming streamed live livestream play played plays playback replay watch watched watching download downloaded downloads export exported footage recording recordings getobject",
  thumbnail:
    "thumbnail thumbnails thumb thumbs poster preview previews previewed impression sprite filmstrip",
  tapped:
    "tap taps tapped click clicks clicked open opens opened opening enlarge enlarged expand expanded zoom zoomed press pressed select selected picture pictures image images snapshot snapshots photo photos",
  shown: "show shows shown display displayed render rendered seen",
  read: "view views viewed viewing get gets read reads reading fetch fetched retrieve retrieved access accessed load loaded",
  none: "put putobject upload uploaded uploads delete deleted deletes deleteobject remove removed create created update updated login logout logoff signin signout register heartbeat ping health healthcheck keepalive arm armed disarm disarmed reboot settings headobject",
} as const

export const outcomeWords = {
  allowed:
    "allowed allow ok success succeeded successful granted grant permitted permit accepted true yes pass passed authorized",
  denied:
    "denied deny forbidden unauthorized unauthorised blocked block refused refuse rejected reject accessdenied false no failure failed notauthorized",
} as const

const sets = new Map<string, ReadonlySet<string>>()

/** Whether a word stands in one of the lists above. */
export function isAmong(list: string, word: string): boolean {
  const set = sets.get(list) ?? new Set(list.split(" "))
  sets.set(list, set)
  return set.has(word)
}

/** The words of a name, in lower case: `userIdentity.userName` has four. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "")
}
