package dev.amioperator.it;

import dev.amioperator.simulator.Journal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * EC2 and KMS calls of a single run.
 *
 * @param start the last entry before the run
 */
record CrashJournal(Journal journal, long start) {
  static CrashJournal from(Journal journal) {
    return new CrashJournal(journal, journal.lastSequence());
  }

  /** Ids of all created EC2 resources. */
  List<String> createdIds() {
    return entries().flatMap(call -> call.created().stream()).toList();
  }

  /** How often each action was called, those of the witness left out. */
  Map<String, Long> countsByAction() {
    return calls()
        .filter(call -> !CrashInventory.calledByInventory(call.caller()))
        .collect(Collectors.groupingBy(Journal.Entry::action, TreeMap::new, Collectors.counting()));
  }

  /** EC2 and KMS calls, each on its own line. */
  String describe() {
    return calls()
        .map(
            call ->
                "%s %s %s %s +%s -%s"
                    .formatted(
                        call.region(),
                        call.action(),
                        Optional.ofNullable(call.error()).orElse("ok"),
                        Optional.ofNullable(call.fault()).orElse(""),
                        call.created(),
                        call.deleted()))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private Stream<Journal.Entry> calls() {
    return entries().filter(call -> CrashRun.SERVICES.contains(call.service()));
  }

  private Stream<Journal.Entry> entries() {
    return journal.entriesAfter(start).stream();
  }
}
