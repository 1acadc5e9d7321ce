package dev.amioperator.simulator.admin;

import dev.amioperator.simulator.Journal;
import java.time.Instant;
import java.util.List;

/** A call as the admin API shows it, on one line. */
record JournalLine(
    long sequence,
    Instant time,
    String account,
    String principal,
    String region,
    String service,
    String action,
    String requestId,
    String parameters,
    String error,
    String fault,
    List<String> created,
    List<String> deleted) {

  static JournalLine of(Journal.Entry entry) {
    return new JournalLine(
        entry.sequence(),
        entry.time(),
        entry.account(),
        entry.caller().principalArn(),
        entry.region(),
        entry.service(),
        entry.action(),
        entry.requestId(),
        entry.parameters(),
        entry.error(),
        entry.fault(),
        entry.created(),
        entry.deleted());
  }
}
