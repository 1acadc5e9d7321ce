package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiRetentionPolicySpec.Management;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.ec2.Image;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.retention.RetentionWorld.Rules;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;

/** No image that a keep rule or a reference holds is harmed, by a second statement of the rules. */
class RetentionWorldTest {
  private static final Set<Image.State> UNSETTLED =
      Set.of(Image.State.PENDING, Image.State.TRANSIENT, Image.State.UNKNOWN);

  @Property(tries = 100_000, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void harmsNoImageThatAnythingHolds(@ForAll long seed) {
    RetentionWorld world = RetentionWorld.of(seed);
    Map<String, Decision> decisions = world.decisions();

    decisions
        .values()
        .forEach(
            decision -> {
              Statistics.label("reason").collect(decision.reason());
              if (decision.is(RetentionReason.Group.RETIRE)) {
                assertThat(held(world, decision)).as("seed %d, %s", seed, decision).isEmpty();
              }
            });
    Statistics.label("due")
        .collect(decisions.values().stream().anyMatch(d -> d.is(RetentionReason.Due)))
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 5));
  }

  /** What holds an image that is to be retired. */
  private static Stream<String> held(RetentionWorld world, Decision decision) {
    Image image = decision.image();
    Stream<String> byImage =
        Stream.of(
                when(image.tags().containsKey(TagKeys.KEEP), "opt-out tag"),
                when(
                    image.settings().protection() != Image.DeregistrationProtection.DISABLED,
                    "protection"),
                when(image.tags().containsValue("AmiImage/images/there"), "declared"),
                when(image.tags().containsKey("aws:dlm:managed"), "Data Lifecycle Manager"),
                when(UNSETTLED.contains(image.state()), "state"),
                when(!unused(world, decision), "usage"),
                when(!waited(decision), "retention period"))
            .flatMap(Optional::stream);
    Stream<String> byRules =
        world.rules().stream()
            .filter(rules -> selects(rules, image))
            .flatMap(rules -> held(world, decision.accountRegion(), image, rules));
    return Stream.concat(byImage, byRules);
  }

  private static Stream<String> held(
      RetentionWorld world, AccountRegion place, Image image, Rules rules) {
    Instant created = image.created().orElseThrow();
    return Stream.of(
            when(image.tags().containsKey("CreatedBy") && !rules.images(), "EC2 Image Builder"),
            when(created.isAfter(NOW.minus(Duration.ofDays(rules.youngerThan()))), "young"),
            when(
                image
                    .lastLaunched()
                    .filter(at -> at.isAfter(NOW.minus(Duration.ofDays(rules.launchedWithin()))))
                    .isPresent(),
                "launched"),
            when(rules.keepTag() && image.tags().containsKey("hold"), "keep tag"),
            when(group(rules, image).isEmpty(), "no group"),
            when(newest(world, place, image, rules), "newest"))
        .flatMap(Optional::stream);
  }

  private static Optional<String> when(boolean holds, String what) {
    return holds ? Optional.of(what) : Optional.empty();
  }

  private static boolean selects(Rules rules, Image image) {
    boolean managed = image.tags().containsKey(TagKeys.RESOURCE);
    return rules.management() == Management.ANY
        || managed == (rules.management() == Management.OPERATOR);
  }

  private static boolean unused(RetentionWorld world, Decision decision) {
    boolean due = decision.is(RetentionReason.Due) || decision.is(RetentionReason.Limit);
    return world.usage().get(decision.imageId()) instanceof Usage.Unused(Instant at)
        && (at.equals(NOW) || !due);
  }

  private static boolean waited(Decision decision) {
    return !decision.is(RetentionReason.Due)
        || !Instant.parse(decision.image().tags().get(TagKeys.UNKEPT_SINCE))
            .isAfter(NOW.minus(Duration.ofDays(3)));
  }

  private static Optional<String> group(Rules rules, Image image) {
    if (rules.byApp() && !image.tags().containsKey("app")
        || rules.byName() && !image.name().contains("-")) {
      return Optional.empty();
    }
    return Optional.of(
        (rules.byApp() ? image.tags().get("app") : "")
            + (rules.byName() ? image.name().split("-")[0] : "")
            + (rules.byArchitecture() ? image.architecture() : ""));
  }

  /** Whether fewer than newest images of the group are surely newer. */
  private static boolean newest(
      RetentionWorld world, AccountRegion place, Image image, Rules rules) {
    if (rules.newest() == 0 || image.state() != Image.State.AVAILABLE) {
      return false;
    }
    Optional<Instant> date = date(world, image);
    List<Image> newer =
        world.inventory().get(place).stream()
            .filter(other -> other.state() == Image.State.AVAILABLE && selects(rules, other))
            .filter(other -> group(rules, other).equals(group(rules, image)))
            .filter(other -> isNewer(world, other, image, date))
            .toList();
    return newer.size() < rules.newest();
  }

  /** A copy of unknown date counts by its own, and only towards others of unknown date. */
  private static boolean isNewer(
      RetentionWorld world, Image other, Image image, Optional<Instant> date) {
    Optional<Instant> otherDate = date(world, other);
    if (otherDate.isEmpty() && (date.isPresent() || mayBeListedLater(world, other))) {
      return false;
    }
    Instant at = date.orElseGet(() -> image.created().orElseThrow());
    Instant otherAt = otherDate.orElseGet(() -> other.created().orElseThrow());
    return otherAt.isAfter(at) || otherAt.equals(at) && other.id().compareTo(image.id()) < 0;
  }

  /** Whether an account is out, and a source in the chain is missing that may be there. */
  private static boolean mayBeListedLater(RetentionWorld world, Image image) {
    Optional<Image.Source> end = chainEnd(world, image).copiedFrom();
    return world.inventory().size() < 2 && end.isPresent() && find(world, end.get()).isEmpty();
  }

  /** The date of the image at the end of the chain of sources; empty: unknown. */
  private static Optional<Instant> date(RetentionWorld world, Image image) {
    Image root = chainEnd(world, image);
    Instant at = root.created().orElseThrow();
    return root.copiedFrom().isPresent() || at.isAfter(image.created().orElseThrow())
        ? Optional.empty()
        : Optional.of(at);
  }

  /** The last image in the chain of sources that can be found; any of a circle. */
  private static Image chainEnd(RetentionWorld world, Image image) {
    Image end = image;
    for (int i = 0; i < 20; i++) {
      Optional<Image> source = end.copiedFrom().flatMap(s -> find(world, s));
      if (source.isEmpty()) {
        return end;
      }
      end = source.get();
    }
    return end;
  }

  private static Optional<Image> find(RetentionWorld world, Image.Source source) {
    return world.inventory().values().stream()
        .flatMap(List::stream)
        .filter(image -> image.id().equals(source.imageId()))
        .findFirst();
  }
}
