import type { ApiProblem } from "../../api/problem";
import { hasVoice, hazardOf, type Arrived, type Item } from "./item";
import { isPassing, pause } from "./outcome";

type Change = (now: Item) => Item;

/** It arrived, or a picture of it did. The pictures that are left follow at once. */
export function arrivedAs(arrived: Arrived): Change {
  return (now) => ({ ...now, state: "sent", photos: hazardOf(now) ? now.photos : [], arrived, tries: 0, next: 0, problem: undefined });
}

/** What becomes of `item` after a try that failed. What has arrived is refused no more; its pictures may be. */
export function failed(item: Item, problem: ApiProblem): Change {
  const said = { code: problem.code, message: problem.message };
  // Uploads are deleted after a day: with the pictures still here they go up anew.
  if (problem.code === "file_unknown" && item.photos.some(({ file, upload }) => file ?? upload)) return (now) => waits({ ...now, photos: now.photos.map((photo) => ({ ...photo, upload: undefined, file: undefined })) }, said);
  if (isPassing(problem)) return (now) => waits(othersFirst(now), said, problem.retryAfterS);
  if (item.state === "sent") return (now) => withoutPhoto(now, item.photos[0]?.id, said);
  return (now) => ({ ...now, state: "refused", problem: said });
}

function waits(item: Item, problem: Item["problem"], retryAfterS = 0): Item {
  // A tenth more or less: phones that lost the server together should not come back together.
  const ms = Math.max(pause(item.tries) * (0.9 + 0.2 * Math.random()), retryAfterS * 1000);
  return { ...item, tries: item.tries + 1, next: Date.now() + ms, ...(problem && { problem }) };
}

/** One picture that never gets through must not hold up the others. */
function othersFirst(now: Item): Item {
  return now.state === "sent" ? { ...now, photos: [...now.photos.slice(1), ...now.photos.slice(0, 1)] } : now;
}

/** Refused for good. One that may not go up leaves the others; what the hazard does not take, it takes of none. */
function withoutPhoto(now: Item, id: string | undefined, said: { code: string; message: string }): Item {
  const isUp = now.photos.some((one) => one.id === id && one.file);
  const photos = isUp ? [] : now.photos.filter((one) => one.id !== id);
  const voice = now.lost?.voice || (hasVoice(now.photos) && !hasVoice(photos));
  const lost = { ...said, photos: (now.lost?.photos ?? 0) + now.photos.length - photos.length, voice };
  return { ...now, photos, lost, tries: 0, next: 0, problem: undefined };
}
