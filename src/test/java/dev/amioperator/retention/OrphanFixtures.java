package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;
import static dev.amioperator.retention.RetentionScenario.PLACE;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.OrphanRules.OrphanFacts;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Snapshots that images left behind, and a policy that deletes them. */
final class OrphanFixtures {
  static final Owner POLICY = new Owner(RetentionScenario.CLUSTER, "AmiRetentionPolicy/images/web");
  static final String CREATED = "Created by CreateImage(i-0123456789abcdef0) for ami-gone";
  static final OrphanRules DELETE = new OrphanRules(true, 10);

  private OrphanFixtures() {}

  /** A snapshot of the family web, nine days old, of an image that is gone. */
  static Snapshot orphan(String id) {
    return orphan(id, CREATED, Map.of("family", "web"), Duration.ofDays(9));
  }

  static Snapshot orphan(String id, String description, Map<String, String> tags, Duration age) {
    return new Snapshot(
        id,
        PLACE.accountId(),
        Snapshot.State.COMPLETED,
        100,
        8,
        description,
        tags,
        Optional.empty(),
        new Snapshot.Creation(Optional.of(NOW.minus(age)), Optional.empty(), Optional.empty(), ""),
        Optional.empty());
  }

  static Snapshot withTags(Snapshot snapshot, Map<String, String> more) {
    Map<String, String> tags = new HashMap<>(snapshot.tags());
    tags.putAll(more);
    return new Snapshot(
        snapshot.id(),
        snapshot.ownerId(),
        snapshot.state(),
        snapshot.progress(),
        snapshot.sizeGib(),
        snapshot.description(),
        tags,
        snapshot.kmsKeyArn(),
        snapshot.creation(),
        snapshot.dataBytes());
  }

  static Snapshot unkeptFor(Snapshot snapshot, int days) {
    return withTags(
        snapshot, Map.of(TagKeys.UNKEPT_SINCE, NOW.minus(Duration.ofDays(days)).toString()));
  }

  static OrphanPlanner planner(
      OrphanRules rules,
      Facts facts,
      OrphanLedger ledger,
      Set<String> named,
      Set<AccountRegion> notListed) {
    Map<AccountRegion, List<Image>> inventory = facts.inventory();
    return new OrphanPlanner(
        POLICY,
        rules,
        OrphanedSnapshots.of(facts, inventory, List.of()),
        new OrphanFacts(facts, () -> named, notListed, ledger));
  }
}
