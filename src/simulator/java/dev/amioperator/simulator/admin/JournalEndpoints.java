package dev.amioperator.simulator.admin;

import dev.amioperator.simulator.Journal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Admin API endpoints for the journal of AWS calls. */
final class JournalEndpoints {
  private static final List<String> FILTERS = List.of("action", "region", "account", "since");

  private final Journal journal;

  JournalEndpoints(Journal journal) {
    this.journal = journal;
  }

  List<Endpoint> all() {
    return List.of(
        new Endpoint(
            "GET",
            "/journal",
            "the calls, a JSON object per line",
            "?action=CopyImage&region=eu-west-1&account=123456789012&since=17",
            (query, _) -> lines(query)),
        Endpoint.withoutInput(
            "GET",
            "/journal/counts",
            "number of calls per action",
            () -> AdminResponse.json(new TreeMap<>(journal.counts()))),
        Endpoint.withoutInput(
            "GET",
            "/journal/leftovers",
            "ids of resources that calls created and no call deleted",
            () -> AdminResponse.json(journal.leftovers())));
  }

  private AdminResponse lines(Map<String, String> query) {
    for (String name : query.keySet()) {
      if (!FILTERS.contains(name)) {
        throw new IllegalArgumentException(
            "Unknown filter " + name + "; the filters are " + String.join(", ", FILTERS));
      }
    }
    return AdminResponse.jsonLines(
        journal.entriesAfter(since(query)).stream()
            .filter(e -> query.getOrDefault("action", e.action()).equals(e.action()))
            .filter(e -> query.getOrDefault("region", e.region()).equals(e.region()))
            .filter(e -> query.getOrDefault("account", e.account()).equals(e.account()))
            .map(JournalLine::of)
            .toList());
  }

  private static long since(Map<String, String> query) {
    try {
      return Long.parseLong(query.getOrDefault("since", "0"));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("since must be the sequence number of a call", e);
    }
  }
}
