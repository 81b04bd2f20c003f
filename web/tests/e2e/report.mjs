/** Checks are counted, not thrown at the first: a broken label must not hide a broken loop. */
export function recorder() {
  const failures = [];
  let passed = 0;
  return {
    failures,
    passed: () => passed,
    check(ok, what) {
      console.log(`${ok ? "ok  " : "FAIL"} ${what}`);
      if (ok) passed += 1;
      else failures.push(what);
      return ok;
    },
    add(list, what) {
      console.log(`${list.length === 0 ? "ok  " : "FAIL"} ${what}${list.length ? `\n     ${list.join("\n     ")}` : ""}`);
      if (list.length === 0) passed += 1;
      failures.push(...list);
    },
  };
}
