package dev.amioperator.retention;

import static dev.amioperator.retention.ResourcesScenario.withObjects;
import static dev.amioperator.retention.RetainedObjectFixtures.annotated;
import static dev.amioperator.retention.RetainedObjectFixtures.copy;
import static dev.amioperator.retention.RetainedObjectFixtures.image;
import static dev.amioperator.retention.RetainedObjectFixtures.labelled;
import static dev.amioperator.retention.RetainedObjectFixtures.notReady;
import static dev.amioperator.retention.RetainedObjectFixtures.unkeptFor;
import static dev.amioperator.retention.RetainedObjectFixtures.with;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiImage;
import dev.amioperator.ec2.ImageReference;
import dev.amioperator.testing.Manifests;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectDecisionsTest {
  private static final Usage USED =
      new Usage.Used(List.of(new ImageReference("ami-old", "ec2:Instance", "arn:i-1")));

  @Test
  void deletesWhatNoRuleKeepsOnceItsPeriodExpired() {
    ResourcesScenario scenario =
        withObjects(
            image("new", 3),
            image("old", 40),
            unkeptFor(1, image("running", 40)),
            unkeptFor(4, image("expired", 40)));

    assertThat(scenario.reasons())
        .containsOnly(
            Map.entry("new", ObjectReason.Young),
            Map.entry("old", ObjectReason.Unkept),
            Map.entry("running", ObjectReason.Unkept),
            Map.entry("expired", ObjectReason.Due));
    assertThat(scenario.decision("expired").message())
        .isEqualTo("Retention period expired: no rule has kept it since 2026-05-28T12:00:00Z.");
  }

  @Test
  void ignoresObjectsWithoutTheLabels() {
    assertThat(withObjects(labelled("family", "db", image("other", 40))).reasons()).isEmpty();
  }

  /** The annotation may be from a time in which the policy did not look. */
  @Test
  void startsNoPeriodBeforeEnforcement() {
    ResourcesScenario scenario = withObjects(unkeptFor(10, image("old", 40))).enforcedFor(1);

    assertThat(scenario.reasons()).containsEntry("old", ObjectReason.Unkept);
    assertThat(scenario.planOnly().decision("old").message())
        .isEqualTo("No rule keeps it: mode Enforce would delete it 3d after it was set.");
  }

  /** Velero and `kubectl get -o yaml | kubectl apply` bring annotations to a new object. */
  @Test
  void ignoresAnnotationOlderThanTheObject() {
    ResourcesScenario scenario = withObjects(unkeptFor(50, image("restored", 40)));

    assertThat(scenario.reasons()).containsEntry("restored", ObjectReason.Unkept);
    assertThat(scenario.plan().annotate()).hasSize(1);
  }

  @Test
  void ignoresAnnotationOfTheFutureOrNoTime() {
    String tomorrow = NOW.plus(Duration.ofDays(1)).toString();
    for (String value : List.of(tomorrow, "yesterday", "")) {
      AmiImage image = annotated("amioperator.dev/unkept-since", value, image("odd", 40));
      assertThat(withObjects(image).reasons()).containsEntry("odd", ObjectReason.Unkept);
    }
  }

  @Test
  void ranksReadyObjectsOfEachKindAndGroup() {
    ResourcesScenario scenario =
        withObjects(
                notReady(labelled("app", "a", image("failed", 1))),
                labelled("app", "a", image("a1", 10)),
                labelled("app", "a", image("a2", 20)),
                labelled("app", "b", image("b1", 50)),
                image("ungrouped", 60))
            .keepNewest(1)
            .groupBy("app");

    assertThat(scenario.reasons())
        .containsOnly(
            Map.entry("failed", ObjectReason.NotReady),
            Map.entry("a1", ObjectReason.Newest),
            Map.entry("a2", ObjectReason.Unkept),
            Map.entry("b1", ObjectReason.Newest),
            Map.entry("ungrouped", ObjectReason.Ungrouped));
    assertThat(scenario.decision("ungrouped").message()).isEqualTo("It has no label app.");
  }

  @Test
  void countsCopiesByThemselves() {
    ResourcesScenario scenario =
        withObjects(image("image", 10), copy("copy", 50, "elsewhere")).keepNewest(1);

    assertThat(scenario.reasons().values()).containsOnly(ObjectReason.Newest);
  }

  @Test
  void keepsWhatOthersName() {
    ResourcesScenario scenario =
        withObjects(
            unkeptFor(9, image("source", 40)),
            unkeptFor(9, image("by-id", 40)),
            copy("copy", 1, "source"));
    AmiImage observer = Manifests.existing("observer", "ami-by-id");
    observer.setMetadata(image("observer", 1).getMetadata());

    assertThat(scenario.add(new RetainedObject(observer)).reasons())
        .containsEntry("source", ObjectReason.Named)
        .containsEntry("by-id", ObjectReason.Named);
    assertThat(scenario.decision("source").message())
        .isEqualTo("AmiCopy copy names it or an image of it.");
    assertThat(scenario.plan().unannotate()).hasSize(2);
  }

  @Test
  void keepsSuspendedObject() {
    AmiImage suspended =
        Manifests.image(
            "suspended",
            "{region: eu-west-1, suspend: true, source: {existing: {imageId: ami-1}}}");
    AmiImage image = image("suspended", 40);
    suspended.setMetadata(unkeptFor(9, image).getMetadata());
    suspended.setStatus(image.getStatus());

    assertThat(withObjects(suspended).reasons()).containsEntry("suspended", ObjectReason.Suspended);
  }

  @Test
  void keepsOnRequestAndWhileDeleting() {
    ResourcesScenario scenario =
        withObjects(
            annotated("amioperator.dev/keep", "", unkeptFor(9, image("annotated", 40))),
            labelled("amioperator.dev/keep", "legal", unkeptFor(9, image("labelled", 40))),
            with(
                unkeptFor(9, image("going", 40)),
                meta -> meta.setDeletionTimestamp(NOW.toString())));

    assertThat(scenario.reasons())
        .containsOnly(
            Map.entry("annotated", ObjectReason.Keep),
            Map.entry("labelled", ObjectReason.Keep),
            Map.entry("going", ObjectReason.Deleting));
  }

  @Test
  void blocksWhatIsUsedOrUnknown() {
    Usage stale = new Usage.Unused(NOW.minus(Duration.ofDays(2)));
    ResourcesScenario scenario =
        withObjects(
                unkeptFor(9, image("used", 40)),
                unkeptFor(9, image("unknown", 40)),
                unkeptFor(9, image("pending", 40)),
                unkeptFor(9, image("stale", 40)),
                unkeptFor(9, notReady(image("broken", 40))))
            .usage("used", USED)
            .usage("unknown", new Usage.Unknown("denied."))
            .usage("pending", new Usage.Pending())
            .usage("stale", stale);

    assertThat(scenario.reasons())
        .containsOnly(
            Map.entry("used", ObjectReason.Referenced),
            Map.entry("unknown", ObjectReason.UsageUnknown),
            Map.entry("pending", ObjectReason.UsageUnknown),
            Map.entry("stale", ObjectReason.UsageUnknown),
            Map.entry("broken", ObjectReason.NotReady));
    assertThat(scenario.plan().unannotate())
        .extracting(RetainedObject::name)
        .containsExactlyInAnyOrder("used", "broken");
  }

  @Test
  void letsEveryPolicyKeep() {
    ResourcesScenario scenario = withObjects(unkeptFor(9, image("old", 40)));

    assertThat(scenario.other("longer", new ResourcesScenario().deleteAfter(30)).reasons())
        .containsEntry("old", ObjectReason.Unkept);
    assertThat(scenario.other("newest", new ResourcesScenario().keepNewest(1)).decision("old"))
        .returns(ObjectReason.OtherPolicy, ObjectDecision::reason)
        .returns("AmiRetentionPolicy newest keeps it.", ObjectDecision::message);
  }

  @Test
  void deletesThoseUnkeptForLongestWithinTheLimit() {
    ResourcesScenario scenario =
        withObjects(
                unkeptFor(5, image("five", 40)),
                unkeptFor(9, image("nine", 40)),
                unkeptFor(7, image("seven", 40)))
            .maxObjects(2);

    assertThat(scenario.reasons())
        .containsOnly(
            Map.entry("nine", ObjectReason.Due),
            Map.entry("seven", ObjectReason.Due),
            Map.entry("five", ObjectReason.Limit));
    assertThat(scenario.counted(NOW.minus(Duration.ofHours(1))).reasons())
        .containsEntry("seven", ObjectReason.Limit);
  }

  /** Until it is recorded, a crash could delete more than the limit allows. */
  @Test
  void deletesOnlyWhatWasRecordedBefore() {
    ResourcesScenario scenario = withObjects(unkeptFor(9, image("old", 40))).maxObjects(1);

    assertThat(scenario.plan().delete()).isEmpty();
    assertThat(scenario.plan().deleting()).hasSize(1);
    assertThat(scenario.plan().counted()).containsExactly(NOW);

    ResourcesScenario recorded = scenario.started("old").counted(NOW);
    assertThat(recorded.plan().delete()).hasSize(1);
    assertThat(recorded.plan().deleting()).hasSize(1);
    assertThat(recorded.plan().counted()).containsExactly(NOW);
    assertThat(recorded.usage("old", USED).plan().delete()).isEmpty();
    assertThat(recorded.plan().deleting()).isEmpty();
  }
}
