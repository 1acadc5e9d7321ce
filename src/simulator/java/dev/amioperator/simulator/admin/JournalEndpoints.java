package dev.amioperator.simulator.admin;

import dev.amioperator.simulator.Journal;
import dev.amioperator.simulator.PermissionUse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Admin API endpoints for the journal of AWS calls. */
final class JournalEndpoints {
  private static final List<String> FILTERS = List.of("action", "region", "account", "since");

  private final Journal journal;
  private final PermissionUse permissionUse;

  JournalEndpoints(Journal journal, PermissionUse permissionUse) {
    this.journal = journal;
    this.permissionUse = permissionUse;
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
            () -> AdminResponse.json(journal.leftovers())),
        Endpoint.withoutInput(
            "GET",
            "/permissions",
            "statements of IAM policies by principal: used, and allowed without need",
            () -> AdminResponse.json(permissions())));
  }

  /** Use of the IAM policies of a role or user. */
  private record Permissions(
      String principal, List<PermissionUse.Use> used, List<PermissionUse.Unused> unused) {}

  private List<Permissions> permissions() {
    return permissionUse.principals().stream()
        .map(arn -> new Permissions(arn, permissionUse.used(arn), permissionUse.unused(arn)))
        .toList();
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
