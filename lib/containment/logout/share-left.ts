const CONFIDENCE = 0.95

/**
 * The greatest share of all who may have something left, with 95 % confidence, where so many were drawn at random and none
 * of them has: the exact binomial bound for no hit, about 3 in the number drawn.
 */
export function shareLeftAtMost(inspected: number): number {
  return 1 - (1 - CONFIDENCE) ** (1 / inspected)
}
