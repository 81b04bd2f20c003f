/** Warnings as a station writes them: CAP 1.2. */

/** The sender whose orange and red start calls by themselves in a demonstration. */
const SENDER = "demo-station@example.org";
const HOUR_MS = 3_600_000;

/** A moment as CAP wants it: whole seconds, with the zone. */
function stamp(ms) {
  return `${new Date(ms + 8 * HOUR_MS).toISOString().slice(0, 19)}+08:00`;
}

/** A rainstorm warning for one division code. */
export function cap({ code, headline, identifier = `demo-${crypto.randomUUID()}`, status = "Actual", now = Date.now(), lasts = 3 * HOUR_MS }) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
  <identifier>${identifier}</identifier>
  <sender>${SENDER}</sender>
  <sent>${stamp(now - 1000)}</sent>
  <status>${status}</status>
  <msgType>Alert</msgType>
  <scope>Public</scope>
  <info>
    <language>zh-CN</language>
    <category>Met</category>
    <event>暴雨</event>
    <responseType>Evacuate</responseType>
    <urgency>Immediate</urgency>
    <severity>Extreme</severity>
    <certainty>Observed</certainty>
    <effective>${stamp(now - 1000)}</effective>
    <expires>${stamp(now + lasts)}</expires>
    <senderName>演示气象台</senderName>
    <headline>${headline}</headline>
    <description>过去一小时降雨 62 毫米,预计未来三小时仍有强降雨。</description>
    <instruction>关闭地下车库和低洼通道,转移地下室和危房人员。</instruction>
    <web>https://example.org/warnings</web>
    <area>
      <areaDesc>演示社区</areaDesc>
      <geocode><valueName>CPEAS Geographic Code</valueName><value>${code}</value></geocode>
    </area>
  </info>
</alert>
`;
}

/** As a file that a page takes. */
export function capFile(text, name = "warning.xml") {
  return { name, mimeType: "application/xml", buffer: Buffer.from(text) };
}
