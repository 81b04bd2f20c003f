//! What runs inside the machine: its first process, and the client.

use std::path::Path;

use testkit::outside::{id, is_ready, report};

/// The port of the program inside; the machine has a loopback of its own.
const PORT: u16 = 8080;

/// The machine's first process. Pages are written back late, as on a machine with much memory: what is not asked for
/// by a flush is lost. Its disk is smaller than the reserve. The host's files are its read-only root.
pub(crate) fn first_process(engine_start: &str, round: u32, program: &Path, client: &Path) -> String {
    format!(
        "#!/bin/sh\n\
         export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin TMPDIR=/run\n\
         export BRIDGEHEAD_DISK_RESERVE_MIB=0\n\
         mount -t proc proc /proc\n\
         mount -t tmpfs tmpfs /run\n\
         mkdir -p /dev/shm\n\
         mount -t tmpfs tmpfs /dev/shm\n\
         mount -t ext4 -o noatime,commit=300 /dev/ubda /mnt\n\
         echo 60000 > /proc/sys/vm/dirty_writeback_centisecs\n\
         echo 60000 > /proc/sys/vm/dirty_expire_centisecs\n\
         ip link set lo up\n\
         cd /mnt\n\
         {engine_start}\n\
         {program} serve --log warn --listen 127.0.0.1:{PORT} &\n\
         POWER_CUT_ROUND={round} {client} --ignored --exact --nocapture guest::reports_until_the_power_goes\n\
         echo the client has ended\n\
         sleep 60\n",
        program = program.display(),
        client = client.display(),
    )
}

/// The client: four at a time, and each 201 is one line on the console.
#[test]
#[ignore = "runs inside the machine of the power-cut tests"]
fn reports_until_the_power_goes() {
    let Some(round) = std::env::var("POWER_CUT_ROUND").ok().and_then(|text| text.parse().ok()) else { return };
    assert!(is_ready(PORT), "the program does not answer");
    // The test runner has not ended its own line.
    println!();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            scope.spawn(move || {
                for n in 0.. {
                    let id = id(round, thread, n);
                    match report(PORT, &id, "井盖缺失") {
                        Some(201) => println!("acknowledged {id}"),
                        other => println!("refused {id} {other:?}"),
                    }
                }
            });
        }
    });
}
