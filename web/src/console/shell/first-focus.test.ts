import { expect, test } from "vitest";
import { beginning } from "./first-focus";

/** As much of an element as is asked for: what it is, what it lies in, and what lies in it. */
class Part {
  isConnected = true;
  readonly parts: Part[] = [];
  constructor(
    readonly is: string[],
    readonly around?: Part,
    readonly shown = true,
  ) {
    for (let outer = around; outer; outer = outer.around) outer.parts.push(this);
  }
  checkVisibility = () => this.shown;
  matches = (selector: string) => selector.split(", ").some((one) => this.is.includes(one));
  closest = (selector: string): Part | null => (this.matches(selector) ? this : (this.around?.closest(selector) ?? null));
  querySelectorAll = (selector: string) => this.parts.filter((part) => part.matches(selector));
  querySelector = (selector: string) => this.querySelectorAll(selector)[0] ?? null;
}

function dialog() {
  const box = new Part([".ant-modal"]);
  return { box, close: new Part([".ant-modal-close"], box), title: new Part([".ant-modal-title"], box) };
}

const begins = (target: Part, begun = new WeakSet<Element>()) => beginning(target as unknown as Element, begun) as unknown;

test("a dialog begins with its first field that is there and can be filled in", () => {
  const { box, close } = dialog();
  new Part(["input"], box, false);
  new Part(["input", ":disabled"], box);
  const field = new Part(["textarea"], box);
  new Part(["input"], box);
  expect(begins(close)).toBe(field);
  expect(begins(box)).toBe(field);
});

test("one without a field begins with its heading", () => {
  const { box, close, title } = dialog();
  new Part(["button"], box);
  expect(begins(close)).toBe(title);
});

test("what a dialog gave the focus to itself keeps it", () => {
  const { box } = dialog();
  new Part(["input"], box);
  expect(begins(new Part(["button"], box))).toBeUndefined();
});

test("only its beginning counts: later the way to the closing button is free", () => {
  const { box, close } = dialog();
  const field = new Part(["input"], box);
  const begun = new WeakSet<Element>();
  expect(begins(field, begun)).toBeUndefined();
  expect(begins(close, begun)).toBeUndefined();
  expect(begins(dialog().close, begun)).toBeDefined();
});

test("outside of dialogs nothing is moved", () => {
  expect(begins(new Part(["button"]))).toBeUndefined();
});
