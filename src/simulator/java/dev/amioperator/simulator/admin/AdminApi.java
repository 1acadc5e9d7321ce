package dev.amioperator.simulator.admin;

import dev.amioperator.simulator.SimulatedCloud;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Endpoints of the admin API, without HTTP. */
final class AdminApi {
  private final List<Endpoint> endpoints;

  AdminApi(SimulatedCloud cloud) {
    this.endpoints =
        Stream.of(
                List.of(
                    Endpoint.withoutInput(
                        "GET", "/", "this page", () -> AdminResponse.text(helpPage())),
                    Endpoint.withoutInput(
                        "GET", "/healthz", "health check", () -> AdminResponse.text("ok\n"))),
                new JournalEndpoints(cloud.journal(), cloud.permissionUse()).all(),
                new CloudStateEndpoints(cloud).all(),
                new ClockEndpoints(cloud.clock()).all(),
                new FaultEndpoints(cloud).all())
            .flatMap(List::stream)
            .toList();
  }

  /** Answers an admin API request; invalid input is answered, never thrown. */
  AdminResponse handle(String method, String path, String rawQuery, String body) {
    List<Endpoint> here = endpoints.stream().filter(e -> e.path().equals(path)).toList();
    if (here.isEmpty()) {
      return AdminResponse.error(404, "Unknown path " + path + "; GET / lists the endpoints.");
    }
    Optional<Endpoint> endpoint = here.stream().filter(e -> e.method().equals(method)).findFirst();
    if (endpoint.isEmpty()) {
      return AdminResponse.error(
          405, path + " takes " + String.join(", ", here.stream().map(Endpoint::method).toList()));
    }
    try {
      return endpoint.get().handler().handle(query(rawQuery), body);
    } catch (IllegalArgumentException e) {
      return AdminResponse.error(400, e.getMessage());
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("The query must have the form ?name=value");
      }
      query.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  private String helpPage() {
    StringBuilder page =
        new StringBuilder("The simulator's admin API. Requests and responses are JSON.\n\n");
    for (Endpoint endpoint : endpoints) {
      page.append(
          "%-7s %-20s %s%n".formatted(endpoint.method(), endpoint.path(), endpoint.purpose()));
      if (!endpoint.example().isEmpty()) {
        page.append("%28s %s%n".formatted("", endpoint.example()));
      }
    }
    return page.append("\nEffects of faults: ")
        .append(String.join(", ", FaultDocument.EFFECTS))
        .append("\n")
        .toString();
  }
}
