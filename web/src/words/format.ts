import type { Names } from "../api/types";

export type Lang = "zh" | "en";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

interface Clock {
  year: string;
  month: string;
  monthName: string;
  day: string;
  time: string;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const clocks = new Map<string, Intl.DateTimeFormat>();

/** Wall-clock parts in the installation's zone, not in the viewer's. */
function clock(ms: number, zone: string): Clock {
  let format = clocks.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    clocks.set(zone, format);
  }
  const part = Object.fromEntries(format.formatToParts(ms).map((p) => [p.type, p.value]));
  const month = part["month"] ?? "01";
  return {
    year: part["year"] ?? "",
    month,
    monthName: MONTHS[Number(month) - 1] ?? "",
    day: part["day"] ?? "",
    time: `${part["hour"]}:${part["minute"]}`,
  };
}

export function dateTime(ms: number, lang: Lang, zone: string): string {
  return `${date(ms, lang, zone)}${lang === "zh" ? " " : ", "}${clock(ms, zone).time}`;
}

export function date(ms: number, lang: Lang, zone: string): string {
  const c = clock(ms, zone);
  return lang === "zh" ? `${c.year}-${c.month}-${c.day}` : `${Number(c.day)} ${c.monthName} ${c.year}`;
}

/** The date in the zone as date fields write it, `2026-11-28`. */
export function today(ms: number, zone: string): string {
  const c = clock(ms, zone);
  return `${c.year}-${c.month}-${c.day}`;
}

/** The date so many days later. */
export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** The instant at which a clock in the zone shows this date and time, UTC milliseconds; NaN for what is no date. */
export function instant(date: string, time: string, zone: string): number {
  const wall = Date.parse(`${date}T${time}:00Z`);
  if (Number.isNaN(wall)) return NaN;
  // Twice, because the offset at the guess may differ from the offset at the answer.
  let guess = wall;
  for (let i = 0; i < 2; i++) {
    const c = clock(guess, zone);
    guess += wall - Date.parse(`${c.year}-${c.month}-${c.day}T${c.time}:00Z`);
  }
  return guess;
}

export function endOfDay(date: string, zone: string): number {
  return instant(date, "23:59", zone);
}

export function timeOfDay(ms: number, zone: string): string {
  return clock(ms, zone).time;
}

/** For lists: today and yesterday by word, the year only when it differs. */
export function listTime(ms: number, now: number, lang: Lang, zone: string): string {
  const at = clock(ms, zone);
  const today = clock(now, zone);
  const sameDay = (other: Clock) => at.year === other.year && at.month === other.month && at.day === other.day;
  if (sameDay(today)) return lang === "zh" ? `今天 ${at.time}` : `today ${at.time}`;
  if (sameDay(clock(now - DAY, zone))) return lang === "zh" ? `昨天 ${at.time}` : `yesterday ${at.time}`;
  if (at.year !== today.year) return dateTime(ms, lang, zone);
  return lang === "zh" ? `${at.month}-${at.day} ${at.time}` : `${Number(at.day)} ${at.monthName}, ${at.time}`;
}

export function ago(ms: number, now: number, lang: Lang, zone: string): string {
  const past = now - ms;
  if (past >= HOUR || past < -MINUTE) return listTime(ms, now, lang, zone);
  const minutes = Math.max(0, Math.floor(past / MINUTE));
  if (minutes === 0) return lang === "zh" ? "刚刚" : "just now";
  return lang === "zh" ? `${minutes} 分钟前` : `${minutes} min ago`;
}

/** Two units at most: what matters is whether there is an hour left, not the seconds. */
export function span(ms: number, lang: Lang): string {
  const zh = lang === "zh";
  const minutes = Math.max(0, Math.floor(Math.abs(ms) / MINUTE));
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days >= 1) {
    const rest = hours % 24;
    if (zh) return rest && days < 7 ? `${days} 天 ${rest} 小时` : `${days} 天`;
    return rest && days < 7 ? `${days} d ${rest} h` : `${days} d`;
  }
  if (hours >= 1) {
    const rest = hours < 6 ? minutes % 60 : 0;
    if (zh) return rest ? `${hours} 小时 ${rest} 分钟` : `${hours} 小时`;
    return rest ? `${hours} h ${rest} min` : `${hours} h`;
  }
  return zh ? `${minutes} 分钟` : `${minutes} min`;
}

export function countdown(due: number, now: number, lang: Lang): string {
  const left = due - now;
  if (lang === "zh") return left >= 0 ? `还剩 ${span(left, lang)}` : `已超 ${span(left, lang)}`;
  return left >= 0 ? `${span(left, lang)} left` : `${span(left, lang)} over`;
}

/** What is left until the program does something by itself: under ten minutes seconds count, and then it is about to. */
export function left(due: number, now: number, lang: Lang): string {
  const ms = due - now;
  if (ms <= 0) return lang === "zh" ? "马上" : "any moment";
  if (ms >= 10 * MINUTE) return countdown(due, now, lang);
  const seconds = Math.ceil(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  const rest = seconds % 60;
  if (lang === "zh") return minutes > 0 ? `还剩 ${minutes} 分 ${rest} 秒` : `还剩 ${rest} 秒`;
  return minutes > 0 ? `${minutes} min ${rest} s left` : `${rest} s left`;
}

/** A part of a whole, without decimals but under one in a hundred. All is said of all alone. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "–";
  const hundredths = (100 * part) / whole;
  if (hundredths > 0 && hundredths < 1) return `${Math.max(0.1, Math.round(hundredths * 10) / 10)}%`;
  return `${part < whole ? Math.min(99, Math.round(hundredths)) : 100}%`;
}

/** A limit in ISO 8601, such as `PT2H`. Counted in working days, 24 hours of it are one of them. */
export function limit(text: string, workingDays: boolean, lang: Lang): string {
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(text);
  if (!iso) return text;
  const ms = Number(iso[1] ?? 0) * DAY + Number(iso[2] ?? 0) * HOUR + Number(iso[3] ?? 0) * MINUTE;
  if (!workingDays || ms % DAY !== 0) return span(ms, lang);
  const days = ms / DAY;
  if (lang === "zh") return `${days} 个工作日`;
  return days === 1 ? "1 working day" : `${days} working days`;
}

const grouped = new Intl.NumberFormat("en-US");

export function number(value: number): string {
  return grouped.format(value);
}

export function area(squareMetres: number): string {
  return squareMetres >= 100_000 ? `${grouped.format(Math.round(squareMetres / 10_000) / 100)} km²` : `${grouped.format(Math.round(squareMetres))} m²`;
}

export function nameIn(names: Names, lang: Lang): string {
  return names[lang] ?? names["zh"] ?? Object.values(names)[0] ?? "";
}
