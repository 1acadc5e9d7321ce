package dev.amioperator.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.testing.ControlPlane;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requests of a ServiceAccount in the API server's audit log, and the RBAC rules that its roles
 * grant.
 */
record AuditLog(ControlPlane controlPlane, InstalledChart installed) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A request that was denied, or a verb that a role grants. */
  record Request(String role, String apiGroup, String resource, String verb)
      implements Comparable<Request> {
    @Override
    public String toString() {
      return "%s: %s %s.%s".formatted(role, verb, resource, apiGroup.isEmpty() ? "core" : apiGroup);
    }

    @Override
    public int compareTo(Request other) {
      return toString().compareTo(other.toString());
    }
  }

  /** What was denied to the ServiceAccount. */
  List<String> denied() {
    return events(event -> event.at("/responseStatus/code").asInt() == 403)
        .map(
            event ->
                "%s %s".formatted(event.path("verb").asText(), event.path("requestURI").asText()))
        .distinct()
        .toList();
  }

  /** The verbs that were used, by the name of the role that granted each. */
  Set<Request> used(Set<Request> granted) {
    Set<String> roles = granted.stream().map(Request::role).collect(Collectors.toSet());
    return events(event -> true)
        .flatMap(
            event ->
                roles.stream()
                    .filter(role -> grants(role, event))
                    .map(role -> request(role, event)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Every verb of every role that is bound to the ServiceAccount. */
  Set<Request> granted() {
    var rbac = controlPlane.client().rbac();
    String release = installed.chart().release();
    Stream<Request> cluster =
        rbac.clusterRoles().withName(installed.scopedName()).get().getRules().stream()
            .flatMap(rule -> requests("ClusterRole", installed.scopedName(), rule));
    Stream<Request> namespaced =
        rbac
            .roles()
            .inAnyNamespace()
            .withLabel("app.kubernetes.io/instance", release)
            .list()
            .getItems()
            .stream()
            .flatMap(
                role ->
                    role.getRules().stream()
                        .flatMap(rule -> requests("Role", role.getMetadata().getName(), rule)));
    return Stream.concat(cluster, namespaced).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<Request> requests(String kind, String name, PolicyRule rule) {
    return rule.getApiGroups().stream()
        .flatMap(
            group ->
                rule.getResources().stream()
                    .flatMap(
                        resource ->
                            rule.getVerbs().stream()
                                .map(
                                    verb ->
                                        new Request(kind + " " + name, group, resource, verb))));
  }

  /** The API server names role and binding in the reason of its decision. */
  private static boolean grants(String role, JsonNode event) {
    String[] words = role.split(" ", 2);
    String reason = event.path("annotations").path("authorization.k8s.io/reason").asText();
    return reason.contains(" of %s \"%s\" to ".formatted(words[0], words[1]));
  }

  private static Request request(String role, JsonNode event) {
    JsonNode object = event.path("objectRef");
    String subresource = object.path("subresource").asText();
    return new Request(
        role,
        object.path("apiGroup").asText(),
        object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
        event.path("verb").asText());
  }

  private Stream<JsonNode> events(Predicate<JsonNode> which) {
    try {
      return Files.readAllLines(controlPlane.auditLog()).stream()
          .map(AuditLog::parse)
          .filter(event -> installed.user().equals(event.at("/user/username").asText()))
          .filter(which);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
