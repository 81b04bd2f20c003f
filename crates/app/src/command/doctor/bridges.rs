//! `doctor`: bridges to other work-order systems: whether each mapping can be used, and what waits to be told.

use service::Service;

use super::Check;
use crate::config::Config;
use crate::fitting;

pub(super) async fn look(service: &Service, config: &Config, checks: &mut Vec<Check>) -> anyhow::Result<()> {
    if let Err(error) = fitting::fit_outside(service, config) {
        checks.push(Check { check: "bridges", ok: false, detail: format!("{error:#}") });
        return Ok(());
    }
    for mapping in &service.outside().bridges {
        let tally = service.store().order_tally(&mapping.system).await?;
        let told = match mapping.write_back {
            Some(_) => format!("{} statuses wait, {} were given up", tally.waiting, tally.failed),
            None => "it is not told how they stand".to_owned(),
        };
        // What was given up is no lasting fault: the list for the superior still says how those orders stand.
        let detail = format!("`{}`: {} orders, {told}", mapping.system, tally.orders);
        checks.push(Check { check: "bridges", ok: true, detail });
    }
    Ok(())
}
