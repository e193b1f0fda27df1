/** What several letters say in the same words. */

export const whatHappened = `{{what_happened}}

Wann es geschah: {{happened}}.`

export const whatWasReceived = `Das zeigen unsere Aufzeichnungen. {{times}}.

- {{cameras}}`

export const peopleWithoutAccount = `Wir zählen Bilder, Videos und Konten, keine Menschen. Ein Konto kann mehrere Nutzer haben. Auf den Aufnahmen können auch Menschen zu sehen sein, die kein Konto bei uns haben: Mitbewohner, Familie, Gäste oder Passanten.`

export const whichCameras = `Es geht um das, was diese Kameras aufgenommen haben:

- {{camera_names}}

Auf den Aufnahmen können auch Menschen zu sehen sein, die kein Konto bei uns haben: Mitbewohner, Familie, Gäste oder Passanten.`

export const alsoViewer = `Sie haben auch Aufnahmen erhalten, die nicht Ihre waren: {{seen_footage}} von {{seen_owners}}. Sie haben nichts falsch gemacht. Falls Sie etwas davon gespeichert haben, löschen Sie es bitte. Geben Sie es bitte nicht weiter.`

export const household = `Mindestens eines dieser Konten gehört einem Menschen, der Ihre Kameras früher mitbenutzt hat. Der Zugang war da schon beendet. Wenn Sie das in Gefahr bringen könnte, rufen Sie die Polizei. Wenn Sie es uns sagen, antworten wir Ihnen zuerst.`

/** As in English: nothing of what happened. */
export const householdWithoutDescription = `Ihre Sicherheit geht vor. Wenn ein Mensch, der Ihre Kameras früher mitbenutzt hat, Sie in Gefahr bringen könnte, rufen Sie die Polizei. Wenn Sie es uns sagen, antworten wir Ihnen zuerst.`

export const stepsForOwners = {
  danger:
    "Wenn die Aufnahmen Sie oder jemand anderen in Gefahr bringen könnten, rufen Sie zuerst die Polizei. Sagen Sie es danach uns. Wir helfen mit dem, was die Polizei braucht.",
  tell: "Sagen Sie es den Menschen, die auf den Aufnahmen sein können. Wir können sie nicht erreichen.",
  people:
    "Prüfen Sie, wer Ihre Kameras benutzen kann. Öffnen Sie dazu selbst die App, und entfernen Sie alle, die Sie nicht kennen.",
  more: "Wenn Sie mehr wissen wollen, gehen Sie selbst auf {{security_page}}. Tippen Sie die Adresse in Ihren Browser ein.",
  fraud:
    "Trauen Sie keiner Nachricht zu diesem Vorfall, die ein Kennwort, einen Code oder Geld verlangt. Wir fragen nie danach.",
}

export const whomToAsk = `{{support}}. {{support_hours}}. Sie können auch auf diesen Brief antworten. Jede Antwort liest ein Mensch.`

/** Telephone numbers as in English. */
export const rightsMassachusetts = `Sie haben das Recht auf jeden Polizeibericht, den es dazu gibt. Wenn jemand Ihre Identität missbraucht hat, können Sie auch selbst Anzeige erstatten und eine Kopie des Berichts erhalten.

Sie können Ihre Kreditakte sperren lassen (security freeze). Dann kann kaum noch jemand in Ihrem Namen einen Kredit aufnehmen. Die Sperre einzurichten, auszusetzen oder aufzuheben kostet nichts. Rufen Sie jede dieser drei Firmen an:

- Equifax: 1-800-349-9960 oder 1-800-685-1111
- Experian: 1-888-397-3742
- TransUnion: 1-888-909-8872

Sie werden nach Ihrem vollen Namen gefragt, nach Geburtsdatum und Social Security Number, nach Ihren Anschriften der letzten Jahre und nach Nachweisen, wer Sie sind und wo Sie wohnen, etwa der Kopie eines Ausweises und einer Rechnung.`

export const notDescribed =
  "Das Recht von Massachusetts erlaubt uns nicht, in diesem Brief zu beschreiben, was geschehen ist. Bitte fragen Sie uns. Wir sagen es Ihnen."

export const leadWithoutDescription = `Sie sind betroffen: Ihre persönlichen Daten waren Gegenstand eines Sicherheitsvorfalls bei {{company}}. Das tut uns leid.

${notDescribed}`

export const subjectWithoutDescription = "Sie sind von einem Sicherheitsvorfall bei {{company}} betroffen"
