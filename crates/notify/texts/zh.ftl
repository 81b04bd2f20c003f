status-accepted = 您上报的 { $number } 已受理。
status-rejected = 您上报的 { $number } 未予受理,可向社区了解原因。
status-assigned = 您上报的 { $number } 已分派责任单位整改。
status-done = 您上报的 { $number } 已整改,并经他人验收。
test-subject = { $name }:测试
test-text = 这是来自“{ $name }”的测试消息,无需处理。
browsing-subject = { $name }:联系方式查看提醒
browsing-text = { $unit }({ $title })一小时内查看完整联系方式超过 20 次,请在日志中核实。
