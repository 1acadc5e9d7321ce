package dev.amioperator.retention;

import static dev.amioperator.retention.RetainedObjectFixtures.annotated;
import static dev.amioperator.retention.RetainedObjectFixtures.image;
import static dev.amioperator.retention.RetainedObjectFixtures.labelled;
import static dev.amioperator.retention.RetainedObjectFixtures.notReady;
import static dev.amioperator.retention.RetainedObjectFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.api.v1alpha1.AmiRetentionPolicyStatus.DeletedObject;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Properties of the deletion of objects that hold for every namespace. */
class ObjectRetentionPropertyTest {
  /** An object, how it is made, and the usage of its image; ages are few, so that ties occur. */
  record Subject(int age, int daysUnkept, int trait, Usage usage) {
    boolean held() {
      return trait != 0
          || !(usage instanceof Usage.Unused(Instant at))
          || at.isBefore(NOW.minusSeconds(900));
    }
  }

  @Provide
  Arbitrary<List<Subject>> subjects() {
    return Combinators.combine(
            Arbitraries.integers().between(25, 36),
            Arbitraries.of(0, 1, 4, 4, 4, 9),
            Arbitraries.of(0, 0, 0, 0, 1, 2, 3, 4),
            Arbitraries.of(
                new Usage.Unused(NOW),
                new Usage.Unused(NOW),
                new Usage.Unused(NOW.minus(Duration.ofHours(1))),
                new Usage.Pending(),
                new Usage.Unknown("no answer"),
                new Usage.Used(List.of(new ImageReference("ami", "ec2:Instance", "i-1")))))
        .as(Subject::new)
        .list()
        .ofMaxSize(20);
  }

  private static AmiImage object(int number, Subject subject) {
    AmiImage image = image("o" + number, subject.age());
    AmiImage annotated = subject.daysUnkept() == 0 ? image : unkeptFor(subject.daysUnkept(), image);
    return switch (subject.trait()) {
      case 1 -> annotated("argocd.argoproj.io/tracking-id", "x", annotated);
      case 2 -> labelled("amioperator.dev/keep", "", annotated);
      case 3 -> notReady(annotated);
      case 4 -> {
        annotated.getMetadata().setDeletionTimestamp(NOW.toString());
        yield annotated;
      }
      default -> annotated;
    };
  }

  private static ResourcesScenario scenario(List<Subject> subjects, int newest, int most) {
    ResourcesScenario scenario = new ResourcesScenario().keepNewest(newest).maxObjects(most);
    for (int i = 0; i < subjects.size(); i++) {
      scenario.add(new RetainedObject(object(i, subjects.get(i))));
      scenario.usage("o" + i, subjects.get(i).usage());
    }
    return scenario;
  }

  @Property(tries = 20_000)
  void neverDeletesWhatIsHeld(
      @ForAll("subjects") List<Subject> subjects,
      @ForAll @IntRange(max = 5) int newest,
      @ForAll @IntRange(min = 1, max = 4) int most) {
    ResourcesScenario scenario = scenario(subjects, newest, most);
    Set<String> ranked =
        IntStream.range(0, subjects.size())
            .boxed()
            .filter(i -> subjects.get(i).trait() < 3)
            .sorted(
                Comparator.comparingInt((Integer i) -> subjects.get(i).age())
                    .thenComparing(i -> "o" + i))
            .limit(newest)
            .map(i -> "o" + i)
            .collect(Collectors.toSet());

    List<DeletedObject> deleting = scenario.plan().deleting();

    assertThat(deleting).hasSizeLessThanOrEqualTo(most);
    assertThat(scenario.plan().delete()).isEmpty();
    for (DeletedObject entry : deleting) {
      Subject subject = subjects.get(Integer.parseInt(entry.name().substring(1)));
      assertThat(ranked).doesNotContain(entry.name());
      assertThat(subject.held()).as(subject.toString()).isFalse();
      assertThat(subject.daysUnkept()).isGreaterThanOrEqualTo(3);
    }
  }

  /** A policy in mode Plan, and one that was just enforced, has nothing due. */
  @Property(tries = 2_000)
  void deletesNothingWithoutEnforcement(@ForAll("subjects") List<Subject> subjects) {
    assertThat(scenario(subjects, 0, 9).planOnly().reasons().values())
        .doesNotContain(ObjectReason.Due, ObjectReason.Limit);
    assertThat(scenario(subjects, 0, 9).enforcedFor(2).reasons().values())
        .doesNotContain(ObjectReason.Due, ObjectReason.Limit);
  }
}
