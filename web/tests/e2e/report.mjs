/** Checks are counted, not thrown at the first: a broken label must not hide a broken loop. */
export function recorder() {
  const failures = [];
  return {
    failures,
    check(ok, what) {
      console.log(`${ok ? "ok  " : "FAIL"} ${what}`);
      if (!ok) failures.push(what);
      return ok;
    },
    add(list, what) {
      console.log(`${list.length === 0 ? "ok  " : "FAIL"} ${what}${list.length ? `\n     ${list.join("\n     ")}` : ""}`);
      failures.push(...list);
    },
  };
}
