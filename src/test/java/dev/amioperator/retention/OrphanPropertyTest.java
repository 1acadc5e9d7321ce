package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.inState;
import static dev.amioperator.retention.RetentionImageFixtures.withBlockDevices;
import static dev.amioperator.retention.RetentionScenario.CLUSTER;
import static dev.amioperator.retention.RetentionScenario.ELSEWHERE;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static dev.amioperator.retention.RetentionScenario.PLACE;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.Image.BlockDevice;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ec2.Snapshot;
import dev.amioperator.ec2.SnapshotLock;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.OrphanRules.OrphanFacts;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** No snapshot that anything holds is deleted, by a second statement of the rules. */
class OrphanPropertyTest {
  private static final List<String> IMAGES = List.of("ami-a", "ami-b", "ami-c", "ami-gone");
  private static final DeclaredImages OBJECTS =
      new DeclaredImages(CLUSTER, Set.of(), Set.of("AmiImage/images/there"), Set.of(), Map.of());

  @Property(tries = 100_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void deletesNoSnapshotThatAnythingHolds(@ForAll long seed) {
    World world = World.of(seed);
    OrphanPlanner planner = world.planner();
    List<OrphanDecision> listed =
        planner.limited(
            planner.find(PLACE, world.snapshots()).stream().map(planner::decide).toList());
    List<OrphanDecision> judged =
        listed.stream()
            .map(
                decision ->
                    decision.is(RetentionReason.Due)
                        ? world.proof(decision).judge(decision)
                        : decision)
            .toList();
    OrphanPlan plan = planner.plan(judged, Set.of(), List.of(), Map.of());

    plan.deletions()
        .forEach(
            deletion -> {
              Snapshot snapshot = deletion.snapshots().getFirst();
              assertThat(world.holds(snapshot)).as("seed %d, %s", seed, snapshot).isEmpty();
              assertThat(deletion.claim().owns(snapshot)).as("seed %d", seed).isTrue();
            });
    assertThat(plan.ledger().pending()).hasSizeLessThanOrEqualTo(world.snapshots().size());
    Statistics.label("deleted")
        .collect(!plan.deletions().isEmpty())
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
  }

  /**
   * A random account of few ids, so that they often meet.
   *
   * @param othersDays after which another policy deletes the same snapshots
   * @param recycled images in the Recycle Bin
   * @param templated snapshots that launch templates name
   * @param named snapshots that an AmiImage or AmiCopy names, as while it creates an image
   */
  record World(
      List<Snapshot> snapshots,
      Map<AccountRegion, List<Image>> inventory,
      Set<String> recycled,
      Set<String> named,
      Set<String> locked,
      Set<String> shared,
      Set<String> templated,
      int enforcedDays,
      int othersDays,
      boolean notListed,
      boolean elsewhereListed) {
    static World of(long seed) {
      Random random = new Random(seed);
      List<Snapshot> snapshots = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        snapshots.add(snapshot("snap-" + i, random));
      }
      Map<AccountRegion, List<Image>> inventory = new HashMap<>();
      inventory.put(PLACE, images(random));
      inventory.put(ELSEWHERE, images(random));
      return new World(
          snapshots,
          inventory,
          some(random, IMAGES, 10),
          some(random, List.of("snap-0", "snap-1"), 4),
          some(random, List.of("snap-1", "snap-2"), 4),
          some(random, List.of("snap-2", "snap-3"), 4),
          some(random, List.of("snap-0", "snap-3"), 4),
          random.nextInt(12),
          random.nextInt(8),
          random.nextInt(16) == 0,
          random.nextInt(10) > 0);
    }

    private static Set<String> some(Random random, List<String> all, int oneIn) {
      Set<String> some = new HashSet<>();
      all.stream().filter(id -> random.nextInt(oneIn) == 0).forEach(some::add);
      return some;
    }

    private static List<Image> images(Random random) {
      List<Image> images = new ArrayList<>();
      for (String id : some(random, IMAGES.subList(0, 3), 5)) {
        Image.State state = random.nextBoolean() ? Image.State.DISABLED : Image.State.PENDING;
        images.add(
            inState(
                random.nextInt(3) > 0 ? Image.State.AVAILABLE : state,
                withBlockDevices(
                    List.of(
                        new BlockDevice(
                            "/dev/xvda", Optional.of("snap-" + random.nextInt(4)), 8, false)),
                    image(id, 40))));
      }
      return images;
    }

    private static Snapshot snapshot(String id, Random random) {
      Map<String, String> tags = new HashMap<>();
      tags.put("family", random.nextInt(6) == 0 ? "db" : "web");
      if (random.nextInt(3) > 0) {
        tags.put(TagKeys.UNKEPT_SINCE, NOW.minus(Duration.ofDays(random.nextInt(12))).toString());
      }
      if (random.nextInt(4) == 0) {
        tags.put(TagKeys.CLUSTER, random.nextInt(4) == 0 ? "there" : CLUSTER.value());
        tags.put(
            TagKeys.RESOURCE,
            List.of("AmiImage/images/there", "AmiImage/images/gone", "AmiImage/others/gone")
                .get(random.nextInt(3)));
      }
      String tag =
          List.of(TagKeys.KEEP, TagKeys.RELEASED, "aws:backup:x", "aws:dlm:x", "", "", "", "", "")
              .get(random.nextInt(9));
      if (!tag.isEmpty()) {
        tags.put(tag, "false");
      }
      String imageId = IMAGES.get(random.nextInt(4));
      String description =
          random.nextInt(8) == 0
              ? "before the upgrade"
              : "Created by CreateImage(i-1) for " + imageId;
      return OrphanFixtures.orphan(
          id, description, tags, Duration.ofHours(random.nextInt(20 * 24)));
    }

    OrphanPlanner planner() {
      Map<AccountRegion, List<Image>> listed = new HashMap<>(inventory);
      if (!elsewhereListed) {
        listed.remove(ELSEWHERE);
      }
      RetentionScenario scenario =
          RetentionScenario.withImages(inventory.get(PLACE))
              .covering("images", Map.of("family", "*"))
              .withRegions(PLACE.region(), ELSEWHERE.region())
              .withDeclaredImages(OBJECTS)
              .enforcedFor(enforcedDays)
              .withOtherPolicy(
                  RetentionScenario.withImages()
                      .covering("others", Map.of("family", "*"))
                      .deletingOrphans()
                      .deregisterAfter(othersDays));
      Facts facts = scenario.facts();
      OrphanLedger all =
          OrphanLedger.EMPTY.counting(
              snapshots.stream()
                  .map(
                      snapshot ->
                          OrphanDecision.shown(
                              new OrphanedSnapshots.Orphan(PLACE, snapshot, ""), ""))
                  .toList(),
              NOW);
      return new OrphanPlanner(
          OrphanFixtures.POLICY,
          OrphanFixtures.DELETE,
          OrphanedSnapshots.of(facts, listed, List.of()),
          new OrphanFacts(
              facts,
              () -> named,
              elsewhereListed && !notListed ? Set.of() : Set.of(ELSEWHERE),
              all));
    }

    /** What EC2 would tell. */
    OrphanProof proof(OrphanDecision due) {
      String id = due.snapshotId();
      return new OrphanProof(
          inventory.get(PLACE).stream()
              .filter(image -> image.snapshotIds().contains(id))
              .map(Image::id)
              .collect(toSet()),
          templated.contains(id)
              ? new Usage.Used(List.of(new ImageReference(id, "ec2:LaunchTemplate", "lt-1")))
              : new Usage.Unused(NOW),
          due.snapshot().createdFor().filter(recycled::contains),
          shared.contains(id) ? Set.of("all") : Set.of(),
          locked.contains(id)
              ? Optional.of(new SnapshotLock(id, "governance", Optional.empty()))
              : Optional.empty(),
          List.of());
    }

    /** Why the snapshot must not be deleted. */
    List<String> holds(Snapshot snapshot) {
      Map<String, Boolean> reasons =
          Map.of(
              "image",
              inventory.values().stream()
                  .flatMap(List::stream)
                  .anyMatch(
                      image ->
                          snapshot.madeFor(image.id())
                              || inventory.get(PLACE).contains(image)
                                  && image.snapshotIds().contains(snapshot.id())),
              "Recycle Bin",
              snapshot.createdFor().filter(recycled::contains).isPresent(),
              "by hand",
              snapshot.createdFor().isEmpty(),
              "named, locked, shared or in a launch template",
              templated.contains(snapshot.id())
                  || named.contains(snapshot.id())
                  || locked.contains(snapshot.id())
                  || shared.contains(snapshot.id()),
              "age",
              snapshot.creation().startedAt().orElseThrow().isAfter(NOW.minus(Duration.ofDays(3))),
              "retention period",
              enforcedDays < Math.max(3, othersDays)
                  || UnkeptSinceTag.of(snapshot, NOW)
                      .filter(
                          since ->
                              !since.isAfter(NOW.minus(Duration.ofDays(Math.max(3, othersDays)))))
                      .isEmpty(),
              "region not listed",
              notListed || !elsewhereListed,
              "tags",
              !snapshot.tags().get("family").equals("web")
                  || snapshot.tags().containsKey(TagKeys.KEEP)
                  || snapshot.tags().containsKey(TagKeys.RELEASED)
                  || snapshot.tags().keySet().stream().anyMatch(key -> key.startsWith("aws:")),
              "owner",
              TagKeys.managed(snapshot.tags())
                  && !(CLUSTER.value().equals(snapshot.tags().get(TagKeys.CLUSTER))
                      && "AmiImage/images/gone".equals(snapshot.tags().get(TagKeys.RESOURCE))));
      return reasons.entrySet().stream()
          .filter(Map.Entry::getValue)
          .map(Map.Entry::getKey)
          .toList();
    }
  }
}
