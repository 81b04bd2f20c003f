//! The membership vector, and what is read from it.

use super::operator::Operator;
use crate::check::{length, not_empty, table, weights, within};
use crate::refusal::{Refusal, code};

/// Memberships that differ by less are equal: 0.1 + 0.2 + 0.3 + 0.3 is not quite 0.9.
const EQUAL_WITHIN: f64 = 1e-12;

/// How much something belongs to each grade.
#[derive(Debug, Clone, PartialEq)]
pub struct Membership {
    /// B, one degree from 0 to 1 for each grade.
    pub vector: Vec<f64>,
    /// B with the sum 1.
    pub normalised: Vec<f64>,
    /// The grades of greatest membership, from 0; more than one where they are equal.
    pub greatest: Vec<usize>,
    /// Σ normalised bⱼ · score of grade j.
    pub weighted_average: f64,
}

/// Evaluates factors.
///
/// `weight` has one value for each row of `degrees` and the sum 1; `degrees` has one row for each factor and one column
/// for each grade, each value 0 to 1; `scores` has one finite value for each grade, in any unit.
///
/// # Errors
/// When a list is empty or does not fit, a value is outside its range, or nothing belongs to any grade. Paths are
/// `/weights`, `/R/factor/grade` and `/grade_scores`.
pub fn evaluate(
    weight: &[f64],
    degrees: &[Vec<f64>],
    scores: &[f64],
    operator: Operator,
) -> Result<Membership, Refusal> {
    let grades = table(degrees, "/R")?;
    weights(weight, degrees.len(), "/weights", "one for each row of `/R`")?;
    length(scores.len(), grades, "/grade_scores", "one for each grade")?;
    for (factor, row) in degrees.iter().enumerate() {
        for (grade, degree) in row.iter().enumerate() {
            within(*degree, 0.0, 1.0, &format!("/R/{factor}/{grade}"))?;
        }
    }
    let column = |grade: usize| weight.iter().copied().zip(degrees.iter().map(move |row| row[grade]));
    let vector: Vec<f64> = (0..grades).map(|grade| operator.combine(column(grade))).collect();
    let sum: f64 = vector.iter().sum();
    if sum <= 0.0 {
        let wanted = "a factor with a weight that belongs to a grade is needed";
        return Err(Refusal::new(code::CONTRADICTION, "/R", "no membership in any grade", wanted));
    }
    let normalised: Vec<f64> = vector.iter().map(|degree| degree / sum).collect();
    let most = vector.iter().copied().fold(0.0, f64::max);
    let greatest = (0..grades).filter(|grade| most - vector[*grade] <= EQUAL_WITHIN).collect();
    let average = normalised.iter().zip(scores).map(|(degree, score)| degree * score).sum();
    let weighted_average = crate::check::finite(average, "/grade_scores")?;
    Ok(Membership { vector, normalised, greatest, weighted_average })
}

/// Evaluates groups of factors, then the groups: their normalised vectors are the rows of the upper matrix.
///
/// `weight` has one value for each group and the sum 1; a group is its weights and its matrix as for [`evaluate`]. Both
/// levels use the same operator. Gives the whole and each group.
///
/// # Errors
/// As for [`evaluate`]; the path of a group starts with `/groups/index`.
pub fn evaluate_groups(
    weight: &[f64],
    groups: &[(Vec<f64>, Vec<Vec<f64>>)],
    scores: &[f64],
    operator: Operator,
) -> Result<(Membership, Vec<Membership>), Refusal> {
    not_empty(groups, "/groups")?;
    weights(weight, groups.len(), "/weights", "one for each of `/groups`")?;
    let below = |(index, group): (usize, &(Vec<f64>, Vec<Vec<f64>>))| {
        let found = evaluate(&group.0, &group.1, scores, operator);
        found.map_err(|refusal| refusal.under(&format!("/groups/{index}")))
    };
    let found = groups.iter().enumerate().map(below).collect::<Result<Vec<_>, _>>()?;
    let degrees: Vec<Vec<f64>> = found.iter().map(|group| capped(&group.normalised)).collect();
    Ok((evaluate(weight, &degrees, scores, operator)?, found))
}

/// A share of a sum may be rounded to a hair above 1.
fn capped(degrees: &[f64]) -> Vec<f64> {
    degrees.iter().map(|degree| degree.min(1.0)).collect()
}
