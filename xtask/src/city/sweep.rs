//! A line swept across a ring: where it leaves a share of the area, and the chords it makes.

/// Shrinks longitudes to the scale of latitudes: cos 34.6°.
pub(crate) const LON_SCALE: f64 = 0.823;

/// Where a chord meets the ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum End {
    /// At corner number `k` of the ring.
    Corner(usize),
    /// On the edge from corner `k`, at this point.
    Edge(usize, [i32; 2]),
}

/// A chord and how much it costs; lower is better.
pub(crate) struct Candidate {
    /// Start and end; the wanted piece lies left.
    pub(crate) ends: [End; 2],
    /// Sum of the squared perimeter-to-area ratios and a penalty for missing the share.
    pub(crate) cost: f64,
}

/// The ring in a frame whose first axis is the chord's direction: along, across.
pub(crate) struct Frame {
    points: Vec<[i32; 2]>,
    turned: Vec<[f64; 2]>,
    /// Area in square micro-degrees of latitude.
    pub(crate) area: f64,
}

impl Frame {
    pub(crate) fn new(points: &[[i32; 2]], direction: [f64; 2]) -> Self {
        let [ux, uy] = direction;
        let length = (ux * ux + uy * uy).sqrt();
        let (ux, uy) = (ux / length, uy / length);
        let [ox, oy] = points[0];
        let turned = points
            .iter()
            .map(|p| {
                let (x, y) = (f64::from(p[0] - ox) * LON_SCALE, f64::from(p[1] - oy));
                [x * ux + y * uy, y * ux - x * uy]
            })
            .collect::<Vec<_>>();
        let mut frame = Self { points: points.to_vec(), turned, area: 0.0 };
        frame.area = frame.area_above(frame.span().0);
        frame
    }

    /// Lowest and highest offset of any corner.
    pub(crate) fn span(&self) -> (f64, f64) {
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        self.turned.iter().fold(start, |(low, high), p| (low.min(p[1]), high.max(p[1])))
    }

    /// Area of the part further across than `t`.
    fn area_above(&self, t: f64) -> f64 {
        let n = self.turned.len();
        let mut area = 0.0;
        for at in 0..n {
            let ([r0, s0], [r1, s1]) = (self.turned[at], self.turned[(at + 1) % n]);
            let (h0, h1, dr) = (s0 - t, s1 - t, r1 - r0);
            area -= if h0 >= 0.0 && h1 >= 0.0 {
                dr * (h0 + h1) / 2.0
            } else if h0 < 0.0 && h1 < 0.0 {
                0.0
            } else {
                let high = h0.max(h1);
                dr * high * high / (2.0 * (h0 - h1).abs())
            };
        }
        area
    }

    /// The offset that leaves this share of the area above it.
    pub(crate) fn offset_for(&self, fraction: f64) -> f64 {
        let (mut low, mut high) = self.span();
        for _ in 0..24 {
            let middle = (low + high) / 2.0;
            if self.area_above(middle) > fraction * self.area { low = middle } else { high = middle }
        }
        (low + high) / 2.0
    }

    /// Chords at an offset: pairs of edge numbers with positions, running along the direction.
    fn chords(&self, t: f64) -> Vec<[(usize, f64); 2]> {
        let n = self.turned.len();
        let mut hits: Vec<(f64, usize, f64)> = (0..n)
            .filter_map(|at| {
                let ([r0, s0], [r1, s1]) = (self.turned[at], self.turned[(at + 1) % n]);
                ((s0 < t) != (s1 < t)).then(|| {
                    let along = (t - s0) / (s1 - s0);
                    (r0 + (r1 - r0) * along, at, along)
                })
            })
            .collect();
        hits.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        hits.chunks_exact(2).map(|pair| [(pair[0].1, pair[0].2), (pair[1].1, pair[1].2)]).collect()
    }

    /// The end on an edge: its nearer corner when closer than `snap`, else a point on the edge.
    fn end(&self, (edge, along): (usize, f64), snap: f64) -> End {
        let n = self.points.len();
        let next = (edge + 1) % n;
        let ([r0, s0], [r1, s1]) = (self.turned[edge], self.turned[next]);
        let length = ((r1 - r0) * (r1 - r0) + (s1 - s0) * (s1 - s0)).sqrt();
        if along * length < snap && along <= 0.5 {
            return End::Corner(edge);
        }
        if (1.0 - along) * length < snap {
            return End::Corner(next);
        }
        let (a, b) = (self.points[edge], self.points[next]);
        let at = |axis: usize| (f64::from(a[axis]) + (f64::from(b[axis]) - f64::from(a[axis])) * along).round() as i32;
        End::Edge(edge, [at(0), at(1)])
    }

    fn place(&self, end: End) -> ([f64; 2], usize) {
        let n = self.points.len();
        match end {
            End::Corner(k) => (scaled(self.points[k]), (k + 1) % n),
            End::Edge(k, p) => (scaled(p), (k + 1) % n),
        }
    }

    /// Area and perimeter of the piece that starts at `to`, follows the ring to `from` and
    /// returns along the chord.
    fn piece(&self, from: End, to: End) -> (f64, f64) {
        let n = self.points.len();
        let (start, mut at) = self.place(to);
        let (finish, stop) = self.place(from);
        let stop = if let End::Corner(k) = from { k } else { stop };
        let mut path = vec![start];
        for _ in 0..=n {
            if at == stop {
                break;
            }
            path.push(scaled(self.points[at]));
            at = (at + 1) % n;
        }
        path.push(finish);
        measure(&path)
    }

    /// Adds the chords at an offset, with and without snapping to near corners.
    pub(crate) fn candidates(&self, t: f64, fraction: f64, snap: f64, out: &mut Vec<Candidate>) {
        for hits in self.chords(t) {
            for snap in [snap, 6.0] {
                let ends = hits.map(|hit| self.end(hit, snap));
                let ((area, round), (other, other_round)) =
                    (self.piece(ends[0], ends[1]), self.piece(ends[1], ends[0]));
                if area <= 0.0 || other <= 0.0 {
                    continue;
                }
                let miss = (area / (area + other) - fraction).abs() / fraction.min(1.0 - fraction);
                // The smaller piece is nearer to its final form, so its shape counts twice.
                let (mine, others) = (round * round / area, other_round * other_round / other);
                let shape = if area < other { 2.0 * mine + others } else { mine + 2.0 * others } / 1.5;
                out.push(Candidate { ends, cost: shape + 40.0 * miss + 60.0 * (miss - 0.3).max(0.0) });
            }
        }
    }
}

fn scaled(p: [i32; 2]) -> [f64; 2] {
    [f64::from(p[0]) * LON_SCALE, f64::from(p[1])]
}

/// Area and perimeter of a closed path.
fn measure(path: &[[f64; 2]]) -> (f64, f64) {
    let [ox, oy] = path[0];
    let mut sum = (0.0, 0.0);
    for (at, a) in path.iter().enumerate() {
        let b = path[(at + 1) % path.len()];
        let (ax, ay, bx, by) = (a[0] - ox, a[1] - oy, b[0] - ox, b[1] - oy);
        sum.0 += (ax * by - bx * ay) / 2.0;
        sum.1 += ((bx - ax) * (bx - ax) + (by - ay) * (by - ay)).sqrt();
    }
    sum
}
