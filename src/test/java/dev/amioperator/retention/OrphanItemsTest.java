package dev.amioperator.retention;

import static dev.amioperator.retention.OrphanFixtures.CREATED;
import static dev.amioperator.retention.OrphanFixtures.DELETE;
import static dev.amioperator.retention.OrphanFixtures.orphan;
import static dev.amioperator.retention.OrphanFixtures.unkeptFor;
import static dev.amioperator.retention.OrphanFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.reconcile.ObjectEvent;
import dev.amioperator.retention.OrphanPlan.PlannedCalls;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Orphaned snapshots in the items of a plan, on the report page and in events. */
class OrphanItemsTest {
  private static final List<OrphanDecision> DECISIONS =
      decisions(
          unkeptFor(orphan("snap-due"), 4),
          orphan("snap-new"),
          withTags(orphan("snap-other"), Map.of("family", "db")));

  @Test
  void listsEachSnapshotWithItsAccount() throws IOException {
    List<String> lines = items(DECISIONS).lines().toList();

    assertThat(lines).hasSize(3);
    JsonNode due = new ObjectMapper().readTree(lines.getFirst());
    assertThat(due.get("account").asText()).isEqualTo(PLACE.accountId());
    assertThat(due.get("snapshot").asText()).isEqualTo("snap-due");
    assertThat(due.get("createdFor").asText()).isEqualTo("ami-gone");
    assertThat(due.get("gib").asInt()).isEqualTo(8);
    assertThat(due.get("action").asText()).isEqualTo("DeleteSnapshot");
    assertThat(due.get("reason").asText()).isEqualTo("Due");
    assertThat(due.get("due").asText()).isEqualTo("2026-05-31T12:00:00Z");
    JsonNode other = new ObjectMapper().readTree(lines.getLast());
    assertThat(other.get("action").asText()).isEqualTo("None");
    assertThat(other.has("reason")).isFalse();
  }

  @Test
  void showsColumnsUnderTheImages() {
    assertThat(items(DECISIONS).table())
        .contains("3 orphaned snapshots of 24 GiB: 2 to delete, 0 blocked.")
        .containsPattern("snap-due +DeleteSnapshot Due +ami-gone");
    assertThat(items(List.of()).table()).doesNotContain("orphaned");
  }

  /** Whoever creates a snapshot chooses its description. */
  @Test
  void escapesWhatOthersChose() {
    List<OrphanDecision> hostile =
        decisions(
            orphan(
                "snap-1",
                CREATED.replace("ami-gone", "ami-<b>\u202e\u001b[2K"),
                Map.of("family", "web"),
                Duration.ofDays(9)));

    assertThat(hostile).hasSize(1);
    assertThat(items(hostile).table()).doesNotContain("\u001b", "\u202e");
    assertThat(new OrphanRows(hostile).html()).doesNotContain("<b>\u202e", "\u001b");
  }

  @Test
  void showsThemOnTheReportPage() {
    assertThat(new OrphanRows(DECISIONS).html())
        .contains(
            "3 snapshots of 24 GiB, 2 to delete, 0 blocked", "snap-other", "8 GiB in eu-west-1")
        .contains(PLACE.accountId());
    assertThat(new OrphanRows(List.of()).html()).isEmpty();
  }

  @Test
  void writesAnEventForEach() {
    List<PlannedCalls> deleted =
        IntStream.range(0, 25)
            .mapToObj(i -> orphan("snap-" + i))
            .map(
                snapshot ->
                    new PlannedCalls(
                        PLACE,
                        new OrphanClaim(OrphanFixtures.POLICY, any -> true),
                        List.of(),
                        List.of(snapshot)))
            .toList();

    List<ObjectEvent> events = OrphanExecutor.events(deleted, Map.of(), Instant.EPOCH);
    assertThat(events).hasSize(20);
    assertThat(events.getFirst().message())
        .isEqualTo(
            "Deleted snap-0 of 8 GiB in eu-west-1 of account 111122223333, which EC2 created for"
                + " ami-gone. No image used it.");
    assertThat(events.getLast().message())
        .isEqualTo("Deleted 6 more orphaned snapshots, the last of them snap-24 in eu-west-1.");
  }

  private static PlanItems items(List<OrphanDecision> decisions) {
    return PlanItems.of("AmiRetentionPolicy/images/web", List.of(), Map.of(), decisions);
  }

  private static List<OrphanDecision> decisions(Snapshot... snapshots) {
    OrphanPlanner planner =
        OrphanFixtures.planner(
            DELETE, RetentionScenario.withImages().facts(), OrphanLedger.EMPTY, Set.of(), Set.of());
    return planner.find(PLACE, List.of(snapshots)).stream().map(planner::decide).toList();
  }
}
