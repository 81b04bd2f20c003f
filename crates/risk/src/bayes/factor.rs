//! Tables over variables.

/// A number for each combination of states; the last variable's state changes fastest.
#[derive(Debug, Clone)]
pub(super) struct Factor {
    /// Positions of variables, ascending.
    pub(super) scope: Vec<usize>,
    pub(super) values: Vec<f64>,
}

impl Factor {
    /// The factor that changes nothing.
    pub(super) fn one() -> Self {
        Self { scope: Vec::new(), values: vec![1.0] }
    }

    /// From a table whose variables stand in any order, with those that were seen held at their states.
    pub(super) fn held(scope: &[usize], values: &[f64], sizes: &[usize], seen: &[Option<usize>]) -> Self {
        let mut kept: Vec<usize> = scope.iter().copied().filter(|variable| seen[*variable].is_none()).collect();
        kept.sort_unstable();
        let own = strides(scope, sizes);
        let fixed: usize = scope.iter().zip(&own).filter_map(|(v, stride)| seen[*v].map(|state| state * stride)).sum();
        let at = |variable: &usize| scope.iter().position(|v| v == variable).map_or(0, |position| own[position]);
        let steps: Vec<usize> = kept.iter().map(at).collect();
        let mut held = Vec::new();
        walk(&kept, sizes, &[&steps], |places| held.push(values[fixed + places[0]]));
        Self { scope: kept, values: held }
    }

    /// The product of two factors.
    pub(super) fn times(&self, other: &Self, sizes: &[usize]) -> Self {
        let mut scope: Vec<usize> = self.scope.iter().chain(&other.scope).copied().collect();
        scope.sort_unstable();
        scope.dedup();
        let (left, right) = (self.steps(&scope, sizes), other.steps(&scope, sizes));
        let mut values = Vec::new();
        walk(&scope, sizes, &[&left, &right], |places| values.push(self.values[places[0]] * other.values[places[1]]));
        Self { scope, values }
    }

    /// Summed over a variable.
    pub(super) fn without(&self, variable: usize, sizes: &[usize]) -> Self {
        let scope: Vec<usize> = self.scope.iter().copied().filter(|v| *v != variable).collect();
        let mut values = vec![0.0; scope.iter().map(|v| sizes[*v]).product()];
        let own = strides(&scope, sizes);
        let at = |v: &usize| scope.iter().position(|kept| kept == v).map_or(0, |position| own[position]);
        let steps: Vec<usize> = self.scope.iter().map(at).collect();
        let mut from = 0;
        walk(&self.scope, sizes, &[&steps], |places| {
            values[places[0]] += self.values[from];
            from += 1;
        });
        Self { scope, values }
    }

    /// How far each variable of a wider scope moves within this table.
    fn steps(&self, scope: &[usize], sizes: &[usize]) -> Vec<usize> {
        let own = strides(&self.scope, sizes);
        let at = |v: &usize| self.scope.iter().position(|kept| kept == v).map_or(0, |position| own[position]);
        scope.iter().map(at).collect()
    }
}

fn strides(scope: &[usize], sizes: &[usize]) -> Vec<usize> {
    let mut strides = vec![1; scope.len()];
    for position in (1..scope.len()).rev() {
        strides[position - 1] = strides[position] * sizes[scope[position]];
    }
    strides
}

/// Visits every combination of states of `scope`, the last fastest, with the place in each of the tables whose steps are
/// given.
fn walk(scope: &[usize], sizes: &[usize], steps: &[&Vec<usize>], mut visit: impl FnMut(&[usize])) {
    let mut states = vec![0; scope.len()];
    let mut places = vec![0; steps.len()];
    loop {
        visit(&places);
        let mut position = scope.len();
        loop {
            if position == 0 {
                return;
            }
            position -= 1;
            states[position] += 1;
            if states[position] < sizes[scope[position]] {
                places.iter_mut().zip(steps).for_each(|(place, steps)| *place += steps[position]);
                break;
            }
            let back = states[position] - 1;
            states[position] = 0;
            places.iter_mut().zip(steps).for_each(|(place, steps)| *place -= steps[position] * back);
        }
    }
}
