import { AxeBuilder } from "@axe-core/playwright";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Violations as short lines; the gate is none. */
export async function axe(page, label) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${label}: ${violation.id} ${node.target.join(" ")} — ${node.failureSummary?.split("\n")[1]?.trim()}`),
  );
}
