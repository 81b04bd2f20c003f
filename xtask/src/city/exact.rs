//! Integer predicates. Differences stay below 2^21, so products fit easily into `i64`.

type Point = [i32; 2];

/// Twice the signed area of a triangle: positive when `c` lies left of `a → b`.
pub(crate) fn side(a: Point, b: Point, c: Point) -> i64 {
    let d = |p: Point, axis: usize| i64::from(p[axis]) - i64::from(a[axis]);
    d(b, 0) * d(c, 1) - d(b, 1) * d(c, 0)
}

/// Whether two closed segments share any point.
pub(crate) fn touch(a: Point, b: Point, c: Point, d: Point) -> bool {
    if (0..2).any(|axis| a[axis].max(b[axis]) < c[axis].min(d[axis]) || c[axis].max(d[axis]) < a[axis].min(b[axis])) {
        return false;
    }
    let (c_side, d_side) = (side(a, b, c).signum(), side(a, b, d).signum());
    let (a_side, b_side) = (side(c, d, a).signum(), side(c, d, b).signum());
    // Overlapping boxes and no strict separation: collinear segments then touch too.
    c_side * d_side <= 0 && a_side * b_side <= 0
}

/// Whether the direction `at → to` points strictly into a counter-clockwise ring at corner `at`
/// between its neighbours.
pub(crate) fn enters(before: Point, at: Point, after: Point, to: Point) -> bool {
    if side(before, at, after) > 0 {
        side(at, to, before) > 0 && side(at, to, after) < 0
    } else {
        !(side(at, to, after) >= 0 && side(at, to, before) <= 0)
    }
}

/// Whether a point lies strictly inside a ring; on the border counts as outside.
pub(crate) fn contains(ring: &[Point], p: Point) -> bool {
    let mut inside = false;
    for (at, &a) in ring.iter().enumerate() {
        let b = ring[(at + 1) % ring.len()];
        let turn = side(a, b, p);
        if turn == 0 && touch(a, b, p, p) {
            return false;
        }
        if (a[1] > p[1]) != (b[1] > p[1]) && (turn > 0) == (b[1] > a[1]) {
            inside = !inside;
        }
    }
    inside
}

/// Whether a ring has at least three corners, a positive area and no two edges that touch
/// except neighbours at their common corner.
pub(crate) fn is_simple(ring: &[Point]) -> bool {
    let n = ring.len();
    let edge = |k: usize| (ring[k % n], ring[(k + 1) % n]);
    if n < 3 || city::Ring(ring.to_vec()).doubled_area() == 0 {
        return false;
    }
    (0..n).all(|i| {
        let (a, b) = edge(i);
        let (_, c) = edge(i + 1);
        // A neighbour may continue straight on, never fold back.
        let fold = side(a, b, c) == 0 && {
            let dot =
                |axis: usize| (i64::from(b[axis]) - i64::from(a[axis])) * (i64::from(c[axis]) - i64::from(b[axis]));
            dot(0) + dot(1) <= 0
        };
        let apart = (i + 2..n).filter(|j| (j + 1) % n != i).all(|j| {
            let (c, d) = edge(j);
            !touch(a, b, c, d)
        });
        a != b && !fold && apart
    })
}
