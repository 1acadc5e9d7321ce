package dev.amioperator.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.testing.OperatorPermissions;
import dev.amioperator.testing.PermissionUse;
import dev.amioperator.testing.PermissionUse.Use;
import java.io.IOException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The operator's permissions against its calls in the tests, which run under {@code config/iam}:
 * none is missing, and none is unused. It runs after those tests, and is skipped without them.
 */
class PermissionUseIT {
  /** Denied by trust policies that tests seed without the operator. */
  private static final String ASSUME_ROLE = "sts:AssumeRole";

  private static List<Use> uses;

  @BeforeAll
  static void readUses() throws IOException {
    uses = PermissionUse.all();
    assumeFalse(uses.isEmpty(), "no test under the policies ran in this build");
  }

  @Test
  void lacksNoPermission() {
    assertThat(uses)
        .filteredOn(Use::denied)
        .filteredOn(use -> !use.action().equals(ASSUME_ROLE))
        .isEmpty();
  }

  @Test
  void usesEveryPermission() throws IOException {
    Map<String, Set<String>> unused = granted();
    uses.forEach(use -> unused.getOrDefault(use.statement(), new TreeSet<>()).remove(use.action()));
    unused.values().removeIf(Collection::isEmpty);
    print(unused);
    unused.keySet().removeAll(OperatorPermissions.NOT_SIMULATED.keySet());

    assertThat(unused.keySet()).isEmpty();
  }

  /** The actions of the policies, by statement. */
  private static Map<String, Set<String>> granted() throws IOException {
    Map<String, Set<String>> granted = new TreeMap<>();
    for (String file : OperatorPermissions.files()) {
      for (JsonNode statement :
          new ObjectMapper().readTree(OperatorPermissions.text(file)).get("Statement")) {
        granted
            .computeIfAbsent(statement.get("Sid").asText(), sid -> new TreeSet<>())
            .addAll(texts(statement.get("Action")));
      }
    }
    return granted;
  }

  private static List<String> texts(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList()
        : List.of(node.asText());
  }

  /** Prints what was used, and what was not, so that a change of the policies can be judged. */
  private static void print(Map<String, Set<String>> unused) {
    uses.stream()
        .filter(use -> !use.denied())
        .collect(
            Collectors.groupingBy(
                use -> use.statement() + " " + use.action(),
                TreeMap::new,
                Collectors.mapping(Use::resourceType, Collectors.toCollection(TreeSet::new))))
        .forEach((permission, types) -> System.out.printf("used     %s %s%n", permission, types));
    unused.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.naturalOrder()))
        .forEach(
            entry ->
                System.out.printf(
                    "not used %s %s: %s%n",
                    entry.getKey(),
                    entry.getValue(),
                    OperatorPermissions.NOT_SIMULATED.getOrDefault(
                        entry.getKey(), "remove it, or test it")));
  }
}
