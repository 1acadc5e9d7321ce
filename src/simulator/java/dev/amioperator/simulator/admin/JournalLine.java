package dev.amioperator.simulator.admin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.amioperator.simulator.Journal;
import java.time.Instant;

/** AWS call of the journal as a line of JSON. */
record JournalLine(
    long sequence,
    Instant time,
    String account,
    String principal,
    @JsonUnwrapped @JsonIgnoreProperties("caller") Journal.Request request,
    @JsonUnwrapped Journal.Result result) {

  static JournalLine of(Journal.Entry entry) {
    return new JournalLine(
        entry.sequence(),
        entry.time(),
        entry.account(),
        entry.caller().principalArn(),
        entry.request(),
        entry.result());
  }
}
