status-accepted = Your report { $number } has been taken on.
status-rejected = Your report { $number } was not taken on. Ask your community office why.
status-assigned = Your report { $number } has been given to the body that must put it right.
status-done = Your report { $number } has been put right, and somebody else has checked it.
test-subject = { $name }: test
test-text = This is a test message of { $name }. Nothing needs to be done.
browsing-subject = { $name }: many contacts seen
browsing-text = { $unit } ({ $title }) saw more than 20 contacts in full within an hour. Please look into the journal.
