package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.inState;
import static dev.amioperator.retention.RetentionImageFixtures.ownedByResource;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** Properties of retention that hold for every inventory of images. */
class RetentionPropertyTest {
  /** An image with its usage; ages are few, so that ties occur. */
  record Subject(Image image, Usage usage) {}

  @Provide
  Arbitrary<List<Subject>> subjects() {
    Arbitrary<Integer> ages = Arbitraries.integers().between(25, 36);
    Arbitrary<Integer> daysUnkept = Arbitraries.of(0, 1, 4, 4, 4, 9);
    Arbitrary<Image.State> states =
        Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(8, Arbitraries.just(Image.State.AVAILABLE)),
            net.jqwik.api.Tuple.of(2, Arbitraries.of(Image.State.class)));
    Arbitrary<Integer> makers = Arbitraries.of(0, 0, 0, 0, 1, 2, 3);
    Arbitrary<Usage> usages =
        Arbitraries.of(
            new Usage.Unused(NOW),
            new Usage.Unused(NOW),
            new Usage.Unused(NOW.minus(Duration.ofHours(1))),
            new Usage.Pending(),
            new Usage.Unknown("no answer"),
            new Usage.Used(List.of(new ImageReference("ami", "ec2:Instance", "i-1"))));
    return Combinators.combine(ages, daysUnkept, states, makers, usages)
        .as(RetentionPropertyTest::subject)
        .list()
        .ofMaxSize(30)
        .map(RetentionPropertyTest::numbered);
  }

  private static Subject subject(
      int age, int daysUnkept, Image.State state, int maker, Usage usage) {
    Image image = inState(state, image("ami", age));
    Image tagged = daysUnkept == 0 ? image : unkeptFor(image, daysUnkept);
    Image made =
        switch (maker) {
          case 1 -> ownedByResource("AmiImage/images/there", tagged);
          case 2 -> ownedByResource("AmiImage/images/gone", tagged);
          case 3 -> withTags(tagged, "aws:dlm:managed", "true");
          default -> tagged;
        };
    return new Subject(made, usage);
  }

  private static List<Subject> numbered(List<Subject> subjects) {
    return IntStream.range(0, subjects.size())
        .mapToObj(
            i -> new Subject(withId("ami-" + i, subjects.get(i).image()), subjects.get(i).usage()))
        .toList();
  }

  private static Image withId(String id, Image image) {
    Image named =
        inState(image.state(), RetentionImageFixtures.createdAt(image.created(), image(id, 0)));
    return withTags(named, image.tags());
  }

  private static RetentionScenario scenario(List<Subject> subjects) {
    RetentionScenario scenario =
        RetentionScenario.withImages(subjects.stream().map(Subject::image).toList())
            .withDeclaredImages(
                new DeclaredImages(
                    RetentionScenario.CLUSTER,
                    Set.of(),
                    Set.of("AmiImage/images/there"),
                    Set.of(),
                    Map.of()));
    subjects.forEach(subject -> scenario.withUsage(subject.image().id(), subject.usage()));
    return scenario;
  }

  private static Set<String> dueImages(RetentionScenario scenario) {
    Set<String> due = new TreeSet<>();
    scenario
        .decisions()
        .values()
        .forEach(
            decision -> {
              if (decision.is(RetentionReason.Due)) {
                due.add(decision.imageId());
              }
            });
    return due;
  }

  @Property
  void retiresNothingInFirstDaysOfEnforcement(
      @ForAll("subjects") List<Subject> subjects,
      @ForAll @IntRange(min = 1, max = 9) int deregister,
      @ForAll @IntRange(max = 9) int enforcedDays) {
    Set<String> due =
        dueImages(scenario(subjects).deregisterAfter(deregister).enforcedFor(enforcedDays));
    Set<String> dueInLongSpell = dueImages(scenario(subjects).deregisterAfter(deregister));

    assertThat(due).isEqualTo(enforcedDays < deregister ? Set.of() : dueInLongSpell);
  }

  @Property
  void retiresNoKeptImage(
      @ForAll("subjects") List<Subject> subjects, @ForAll @IntRange(min = 1, max = 9) int newest) {
    Set<String> due = dueImages(scenario(subjects).keepNewest(newest));

    Statistics.label("due")
        .collect(due.isEmpty() ? "none" : "some")
        .coverage(due1 -> due1.check("some").percentage(share -> share > 20));
    for (Subject subject : subjects) {
      if (due.contains(subject.image().id())) {
        assertThat(subject.usage()).isEqualTo(new Usage.Unused(NOW));
        assertThat(subject.image().state())
            .isNotIn(
                Image.State.PENDING,
                Image.State.TRANSIENT,
                Image.State.UNKNOWN,
                Image.State.DEREGISTERED);
        assertThat(subject.image().tags())
            .doesNotContainKey("aws:dlm:managed")
            .doesNotContainValue("AmiImage/images/there");
        assertThat(subject.image().created().orElseThrow())
            .isBeforeOrEqualTo(NOW.minus(Duration.ofDays(30)));
        assertThat(Instant.parse(subject.image().tags().get("amioperator.dev/unkept-since")))
            .isBeforeOrEqualTo(NOW.minus(Duration.ofDays(3)));
      }
    }
  }

  /** Who keeps which of the uncovered images changes nothing for those that are covered. */
  @Property
  void decidesAsIfUncoveredImagesWereAbsent(
      @ForAll("subjects") List<Subject> subjects, @ForAll @IntRange(min = 1, max = 9) int newest) {
    List<Subject> own =
        subjects.stream()
            .filter(subject -> subject.image().tags().containsKey(TagKeys.RESOURCE))
            .toList();
    RetentionScenario stranger = RetentionScenario.withImages().keepNewest(9).covering("shop");

    assertThat(
            RetentionDecisions.decide(
                scenario(subjects)
                    .covering("images")
                    .keepNewest(newest)
                    .withLimits(9, 20)
                    .withOtherPolicy(stranger)
                    .facts()))
        .isEqualTo(
            RetentionDecisions.decide(
                scenario(own).covering("images").keepNewest(newest).withLimits(9, 20).facts()));
  }

  @Property
  void keepsNewestAvailableImages(
      @ForAll("subjects") List<Subject> subjects, @ForAll @IntRange(min = 1, max = 9) int newest) {
    RetentionScenario scenario = scenario(subjects).keepNewest(newest).keepYoungerThan(0);
    List<String> newestIds =
        subjects.stream()
            .map(Subject::image)
            .filter(image -> image.state() == Image.State.AVAILABLE)
            .sorted(
                Comparator.comparing((Image image) -> image.created().orElseThrow())
                    .reversed()
                    .thenComparing(Image::id))
            .limit(newest)
            .map(Image::id)
            .toList();

    assertThat(scenario.decisions().values())
        .filteredOn(decision -> newestIds.contains(decision.imageId()))
        .allSatisfy(
            decision ->
                assertThat(decision.reason().group()).isEqualTo(RetentionReason.Group.KEPT));
  }

  @Property
  void decidesIndependentlyOfOrder(
      @ForAll("subjects") List<Subject> subjects, @ForAll Random random) {
    List<Subject> shuffled = new ArrayList<>(subjects);
    Collections.shuffle(shuffled, random);

    assertThat(
            RetentionDecisions.decide(scenario(shuffled).keepNewest(3).withLimits(2, 50).facts()))
        .isEqualTo(
            RetentionDecisions.decide(scenario(subjects).keepNewest(3).withLimits(2, 50).facts()));
  }

  @Property
  void retiresNoMoreWithStricterKeep(
      @ForAll("subjects") List<Subject> subjects,
      @ForAll @IntRange(min = 1, max = 9) int newest,
      @ForAll @IntRange(max = 9) int more,
      @ForAll @IntRange(min = 20, max = 36) int days,
      @ForAll @IntRange(max = 9) int older) {
    Set<String> due = dueImages(scenario(subjects).keepNewest(newest).keepYoungerThan(days));

    assertThat(due)
        .containsAll(
            dueImages(scenario(subjects).keepNewest(newest + more).keepYoungerThan(days + older)))
        .containsAll(
            dueImages(
                scenario(subjects)
                    .keepNewest(newest)
                    .keepYoungerThan(days)
                    .withOtherPolicy(
                        RetentionScenario.withImages()
                            .keepNewest(newest + more)
                            .keepYoungerThan(days))));
  }

  @Property
  void respectsLimitsWithHistory(
      @ForAll("subjects") List<Subject> subjects,
      @ForAll @IntRange(min = 1, max = 12) int maxImages,
      @ForAll @IntRange(min = 1, max = 100) int maxPercent,
      @ForAll @IntRange(max = 5) int today) {
    Instant[] retired =
        IntStream.range(0, today)
            .mapToObj(hours -> NOW.minus(Duration.ofHours(hours)))
            .toArray(Instant[]::new);
    RetentionScenario scenario =
        scenario(subjects).withLimits(maxImages, maxPercent).withHistory(Set.of(), retired);
    int selected = scenario.decisions().size();

    assertThat(dueImages(scenario).size() + today)
        .isLessThanOrEqualTo(
            Math.max(today, Math.min(maxImages, Math.max(1, selected * maxPercent / 100))));
  }

  @Property
  void writesMarksOnce(@ForAll("subjects") List<Subject> subjects) {
    RetentionScenario scenario = scenario(subjects).keepNewest(2);
    List<Subject> after =
        subjects.stream()
            .map(
                subject -> new Subject(withUpdatedMark(scenario, subject.image()), subject.usage()))
            .toList();

    assertThat(
            UnkeptSinceTag.actions(
                List.copyOf(scenario(after).keepNewest(2).decisions().values()), NOW))
        .isEmpty();
  }

  private static Image withUpdatedMark(RetentionScenario scenario, Image image) {
    return AppliedActions.applyTo(
        UnkeptSinceTag.actions(List.copyOf(scenario.decisions().values()), NOW), image);
  }

  @Property
  void startsWithinInterval(
      @ForAll String uid, @ForAll @IntRange(min = 600) int interval, @ForAll int later) {
    Instant now = NOW.plusSeconds(later);

    assertThat(PolicySchedule.intervalStart(Duration.ofSeconds(interval), uid, now))
        .isBeforeOrEqualTo(now)
        .isAfter(now.minusSeconds(interval));
  }
}
