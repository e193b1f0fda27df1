/** What each unit and word of a result means, for figures and for the report. */
export const definitions = {
  event:
    "A misbound event is a row of the log by which footage went to somebody who had no right to it. A row that repeats another counts once.",
  exposure:
    "An exposure is one owner, one viewer, one device and one item of footage, however many events made it.",
  inScope:
    "In scope are the relations that the incident file names; exposures of other relations are listed and count for nobody.",
  owners:
    "Accounts that owned the device when the footage was recorded, and whose footage somebody received who had no right to it. Each account counts once, by the worst that was done with its footage.",
  viewers:
    "Accounts that received footage of others. Each counts once, by the worst that it did with such footage. Accounts are counted, not the people who held the phone.",
  either: "Accounts that are owner, viewer or both; who is both counts once.",
  grades:
    "Merely shown: a thumbnail was put before a viewer. Thumbnail tapped: a viewer enlarged it. Video viewed: a viewer opened the recording; its owner’s video was exposed.",
  upper:
    "At most: with every account of which something must be presumed because no log could show it, such as who was signed in during a gap.",
  undetermined: "Accounts of which the log shows nothing and something must be presumed.",
  without:
    "Accounts without any grade on either side, presumptions included. They may be called unaffected only when a person has settled every open question; until then they are not shown as affected.",
  unreachable: "Owners and viewers without an e-mail address in the accounts table.",
}
