//! The command line. Exit codes: 0 done, 1 failed, 2 wrong use, 3 the file was refused.

mod account;
mod backup;
mod bridge;
mod callout;
mod cap;
mod decode_image;
mod doctor;
mod exercise;
mod export;
mod import;
mod init;
mod jobs;
mod journal;
mod keys;
mod output;
mod place;
mod risk;
mod serve;
mod warning;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{self, Flags};

#[cfg(feature = "demo")]
pub(crate) use output::bar;

/// Community public-safety risk governance: find hazards, see them rectified, prove it.
#[derive(Parser)]
#[command(
    name = "bridgehead",
    version,
    after_help = "Exit codes: 0 done, 1 failed, 2 wrong use, 3 a file was refused.\n\n\
        Settings come from defaults, then bridgehead.toml, then BRIDGEHEAD_… variables, then flags;\n\
        `bridgehead doctor` shows which one won."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    flags: Flags,
    /// Answer in JSON, one object per line.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the web faces and the API.
    #[command(
        after_help = "Example:\n  bridgehead serve --listen 0.0.0.0:8080 --database postgres://bridgehead@db/city"
    )]
    Serve(serve::Serve),
    /// Run schedules beside `serve` processes on PostgreSQL (on SQLite they run inside `serve`).
    #[command(after_help = "Example:\n  bridgehead worker --database postgres://bridgehead@db/city")]
    Worker,
    /// Show Zhengzhou with a fictional community, on a database that is gone afterwards.
    #[cfg(feature = "demo")]
    #[command(after_help = "Example:\n  bridgehead demo --no-open --port 8080")]
    Demo(crate::demo::Demo),
    /// Make the database and write a configuration file.
    #[command(
        after_help = "Example:\n  bridgehead init --name '中原区' --database sqlite:///var/lib/bridgehead/city.db"
    )]
    Init(init::Init),
    /// Read units, bodies, counts, places or cases from a file.
    #[command(subcommand)]
    Import(import::Import),
    /// Take places of other registers over.
    #[command(subcommand)]
    Place(place::Place),
    /// Write units to a file.
    #[command(subcommand)]
    Export(export::Export),
    /// Take orders of another work-order system in, and write the list that it asks for.
    #[command(subcommand)]
    Bridge(bridge::Bridge),
    /// Take warnings from files in.
    #[command(subcommand)]
    Warning(warning::Warning),
    /// Call while the database is gone, and bring back what was recorded.
    #[command(subcommand)]
    Callout(callout::Callout),
    /// Play a past or imagined event against today's posts and plans.
    #[command(subcommand)]
    Exercise(exercise::Exercise),
    /// Make accounts, set their contacts, tell what is held about them, erase them.
    #[command(subcommand)]
    Account(account::Account),
    /// Show, verify, seal and export the journal, and erase texts.
    #[command(subcommand)]
    Journal(journal::Journal),
    /// Make, show and rotate the keys that lie outside the database.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Write a copy of the database with a manifest; the keyring is not in it.
    #[command(after_help = "Example:\n  bridgehead backup /var/backups/bridgehead/")]
    Backup(backup::Backup),
    /// Put a backup back where nothing is yet. The database is held until it is released.
    #[command(
        after_help = "Examples:\n  bridgehead restore /var/backups/bridgehead/bridgehead-20260720T000000Z.db\n  bridgehead restore --by-other-means"
    )]
    Restore(backup::Restore),
    /// Let a restored or copied database go: from here on channels send.
    #[command(after_help = "Example:\n  bridgehead release --by admin")]
    Release(backup::Release),
    /// Look after the job queue.
    #[command(subcommand)]
    Jobs(jobs::Jobs),
    /// Check messages of the Common Alerting Protocol (CAP).
    #[command(subcommand)]
    Cap(cap::Cap),
    /// Compute risk methods.
    #[command(subcommand)]
    Risk(risk::Risk),
    /// Check configuration, database and data.
    #[command(after_help = "Example:\n  bridgehead doctor --json")]
    Doctor,
    /// Print the OpenAPI document.
    #[command(after_help = "Example:\n  bridgehead openapi > openapi.json")]
    Openapi,
    /// Decode one picture under limits; `serve` starts it.
    #[command(hide = true)]
    DecodeImage,
}

/// What a command came to, beside failing.
pub(crate) enum Outcome {
    /// It was done.
    Done,
    /// The file was refused; the reasons were printed.
    Refused,
    /// Something that was looked at is not as it must be; what was printed says so.
    Wrong,
}

/// Runs the command and gives its exit code.
pub(crate) fn dispatch(cli: Cli) -> ExitCode {
    if matches!(cli.command, Command::DecodeImage) {
        // Before configuration, log and threads: it needs none of them and must not have them.
        return decode_image::run();
    }
    let json = cli.json;
    match block(cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Refused) => ExitCode::from(3),
        Ok(Outcome::Wrong) => ExitCode::FAILURE,
        Err(error) => {
            output::failure(json, &error);
            ExitCode::FAILURE
        }
    }
}

fn block(cli: Cli) -> anyhow::Result<Outcome> {
    if matches!(cli.command, Command::Openapi) {
        println!("{}", server::openapi().to_pretty_json()?);
        return Ok(Outcome::Done);
    }
    if let Command::Cap(cap) = &cli.command {
        return Ok(cap.run(cli.json));
    }
    if let Command::Risk(risk) = &cli.command {
        return risk.run(cli.json);
    }
    let config = config::load(&cli.flags)?;
    output::start_log(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve(serve) => serve.run(config).await,
            Command::Worker => serve::worker(&config).await,
            #[cfg(feature = "demo")]
            Command::Demo(demo) => demo.run(config, cli.json).await,
            Command::Init(init) => init.run(&config, cli.json).await,
            Command::Import(import) => import.run(&config, cli.json).await,
            Command::Place(place) => place.run(&config, cli.json).await,
            Command::Export(export) => export.run(&config, cli.json).await,
            Command::Bridge(bridge) => bridge.run(&config, cli.json).await,
            Command::Warning(warning) => warning.run(&config, cli.json).await,
            Command::Callout(callout) => callout.run(config, cli.json).await,
            Command::Exercise(exercise) => exercise.run(&config, cli.json).await,
            Command::Account(account) => account.run(&config, cli.json).await,
            Command::Journal(journal) => journal.run(&config, cli.json).await,
            Command::Keys(keys) => keys.run(&config, cli.json).await,
            Command::Backup(backup) => backup.run(&config, cli.json).await,
            Command::Restore(restore) => restore.run(&config, cli.json).await,
            Command::Release(release) => release.run(&config, cli.json).await,
            Command::Doctor => doctor::run(&cli.flags, &config, cli.json).await,
            Command::Jobs(jobs) => jobs.run(&config, cli.json).await,
            Command::Cap(_) | Command::Risk(_) | Command::Openapi | Command::DecodeImage => Ok(Outcome::Done),
        }
    })
}
