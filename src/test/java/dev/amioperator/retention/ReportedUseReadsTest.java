package dev.amioperator.retention;

import static dev.amioperator.retention.RetentionImageFixtures.image;
import static dev.amioperator.retention.RetentionImageFixtures.inState;
import static dev.amioperator.retention.RetentionImageFixtures.unkeptFor;
import static dev.amioperator.retention.RetentionImageFixtures.withTags;
import static dev.amioperator.retention.RetentionScenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.ec2.AwsAction;
import dev.amioperator.ec2.Ec2CallException;
import dev.amioperator.ec2.Ec2CallException.ErrorClass;
import dev.amioperator.ec2.Image;
import dev.amioperator.ec2.ImageBuilder;
import dev.amioperator.ec2.ImageUsageReport;
import dev.amioperator.ec2.ImageUsageReport.State;
import dev.amioperator.ec2.LaunchPermissions;
import dev.amioperator.ec2.UsageReportAction.CreateImageUsageReport;
import dev.amioperator.ec2.UsageReportAction.DeleteImageUsageReport;
import dev.amioperator.observer.FakeObserver;
import dev.amioperator.observer.ImageQueries;
import dev.amioperator.observer.Observation;
import dev.amioperator.observer.UsageQueries;
import dev.amioperator.ownership.Owner;
import dev.amioperator.ownership.TagKeys;
import dev.amioperator.reconcile.Freshness;
import dev.amioperator.reconcile.ObservationSession;
import dev.amioperator.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of which images usage reports are read and created. */
class ReportedUseReadsTest {
  private static final Usage UNUSED = new Usage.Unused(NOW);
  private static final Owner POLICY =
      new Owner(RetentionScenario.CLUSTER, "AmiRetentionPolicy/images/web");
  private static final LaunchPermissions SHARED =
      new LaunchPermissions(false, Set.of("444455556666"), Set.of());

  private final FakeObserver observer = new FakeObserver(NOW);

  @Test
  void asksNothingOfAccountWithoutReports() {
    Decision due = due(image("ami-a", 40));
    assertThat(read(due).combined("ami-a", UNUSED)).isEqualTo(UNUSED);
    assertThat(observer.asked()).isEmpty();
  }

  @Test
  void reportsOnSharedImageThatIsDue() {
    reports().answerAll(ImageQueries.launchPermissions(""), SHARED);
    Decision due = due(image("ami-a", 40));
    ReportedUseReads reads = read(due);

    assertThat(why(reads, "ami-a")).contains("ami-a, which is shared", "One is requested");
    assertThat(actions(reads, due))
        .singleElement()
        .isInstanceOfSatisfying(
            CreateImageUsageReport.class,
            create -> {
              assertThat(create.imageId()).isEqualTo("ami-a");
              assertThat(create.tags())
                  .isEqualTo(Map.of(TagKeys.CLUSTER, RetentionScenario.CLUSTER.value()));
            });
  }

  /** The response may be lost, and the next read may not show the report yet. */
  @Test
  void repeatsTokenUntilReportIsListed() {
    reports().answerAll(ImageQueries.launchPermissions(""), SHARED);
    Decision due = due(image("ami-a", 40));
    String first = token(read(due), due);
    assertThat(token(read(due), due)).isEqualTo(first);

    reports(report("ami-a", "amiur-1", State.ERROR, Duration.ofHours(7)));
    ReportedUseReads retried = read(due);
    assertThat(token(retried, due)).isNotEqualTo(first);
    assertThat(actions(retried, due)).first().isEqualTo(new DeleteImageUsageReport("amiur-1"));
  }

  @Test
  void asksForNoReportOnUnsharedImage() {
    reports().answerAll(ImageQueries.launchPermissions(""), LaunchPermissions.NONE);
    Decision due = due(image("ami-a", 40));
    ReportedUseReads reads = read(due);
    assertThat(reads.combined("ami-a", UNUSED)).isEqualTo(UNUSED);
    assertThat(reads.actions(due)).isEmpty();
  }

  /** Unshared since: the instances of the other account run on. */
  @Test
  void keepsImageThatReportShowsUsed() {
    reports(report("ami-a", "amiur-1", State.AVAILABLE, Duration.ofHours(1)));
    observer.answer(
        UsageQueries.reportEntries("amiur-1"),
        List.of(new ImageUsageReport.Entry("amiur-1", "444455556666", "ec2:Instance", 1)));
    for (Decision decision : List.of(due(image("ami-a", 40)), notDue(image("ami-a", 40)))) {
      assertThat(read(decision).combined("ami-a", UNUSED)).isInstanceOf(Usage.Used.class);
    }
    assertThat(read(due(image("ami-a", 40))).combined("ami-a", new Usage.Pending()))
        .isInstanceOf(Usage.Used.class);
  }

  @Test
  void readsNoPermissionsOfPublicImage() {
    reports();
    Image image = image("ami-a", 40);
    Image everyone =
        ImageBuilder.builder(image)
            .settings(
                new Image.Settings(
                    Optional.empty(),
                    Image.DeregistrationProtection.DISABLED,
                    Optional.empty(),
                    false,
                    false,
                    false,
                    List.of(),
                    true))
            .build();
    assertThat(why(read(due(everyone)), "ami-a")).contains("One is requested");
  }

  /** EC2 has removed the permissions of a disabled image; without our tag they are unknown. */
  @ParameterizedTest
  @CsvSource({"hash/0/mock, false", "hash/3/mock, true", "'', true"})
  void knowsByTagWhetherDisabledImageWasShared(String tag, boolean shared) {
    reports();
    Image image =
        withTags(inState(Image.State.DISABLED, image("ami-a", 40)), TagKeys.PERMISSIONS, tag);
    assertThat(read(due(image)).combined("ami-a", UNUSED) instanceof Usage.Unknown)
        .isEqualTo(shared);
  }

  @Test
  void asksForNoReportBeforeDestructiveStep() {
    reports();
    for (Decision decision :
        List.of(
            notDue(image("ami-a", 40)),
            decision(image("ami-a", 40), Optional.empty(), RetireStep.DISABLE),
            decision(image("ami-a", 40), Optional.of(NOW), RetireStep.DEPRECATE))) {
      assertThat(read(decision).combined("ami-a", UNUSED)).isEqualTo(UNUSED);
    }
  }

  /** An approval may never come; once it is given, the image waits for the report. */
  @Test
  void asksForNoReportBeforeApproval() {
    reports().answerAll(ImageQueries.launchPermissions(""), SHARED);
    Decision due = due(image("ami-a", 40));
    ReportedUseReads reads = read();
    request(reads, new Approval.NotGiven(), due);
    assertThat(reads.combined("ami-a", UNUSED)).isEqualTo(UNUSED);
    assertThat(actions(reads, due)).isEmpty();

    ReportedUseReads approved = read();
    request(approved, new Approval.Valid("", NOW, Set.of(PlannedImage.of(due).line())), due);
    assertThat(why(approved, "ami-a")).contains("One is requested");
  }

  /** What a report shows counts before the approval, too. */
  @Test
  void keepsUsedImageBeforeApproval() {
    reports(report("ami-a", "amiur-1", State.AVAILABLE, Duration.ofHours(1)));
    observer.answer(
        UsageQueries.reportEntries("amiur-1"),
        List.of(new ImageUsageReport.Entry("amiur-1", "444455556666", "ec2:Instance", 1)));
    ReportedUseReads reads = read();
    request(reads, new Approval.NotGiven(), due(image("ami-a", 40)));
    assertThat(reads.combined("ami-a", UNUSED)).isInstanceOf(Usage.Used.class);
  }

  @ParameterizedTest
  @CsvSource({"DISABLE", "DEREGISTER"})
  void knowsNothingWhileReportsCannotBeListed(RetireStep step) {
    observer.answerAll(UsageQueries.reports(), failed("DescribeImageUsageReports"));
    Decision due = decision(unkeptFor(image("ami-a", 40), 4), Optional.of(NOW), step);
    assertThat(why(read(due), "ami-a")).contains("ami-a", "DescribeImageUsageReports failed: no");
    assertThat(read(notDue(image("ami-a", 40))).combined("ami-a", UNUSED)).isEqualTo(UNUSED);
  }

  @Test
  void knowsNothingWhilePermissionsCannotBeRead() {
    reports();
    observer.answerAll(ImageQueries.launchPermissions(""), failed("DescribeImageAttribute"));
    assertThat(why(read(due(image("ami-a", 40))), "ami-a"))
        .contains("ami-a", "DescribeImageAttribute failed: no");
  }

  @Test
  void determinesUseOfPartAtOnce() {
    reports().answerAll(ImageQueries.launchPermissions(""), LaunchPermissions.NONE);
    List<Decision> due =
        IntStream.rangeClosed(0, ReportedUseReads.AT_ONCE)
            .mapToObj(
                i ->
                    decision(
                        unkeptFor(image("ami-" + i, 40), 4),
                        Optional.of(NOW.minusSeconds(i)),
                        RetireStep.DEREGISTER))
            .toList();
    ReportedUseReads reads = read(due.toArray(Decision[]::new));
    assertThat(why(reads, "ami-0")).contains("100 images at once", "ami-0");
    assertThat(reads.combined("ami-1", UNUSED)).isEqualTo(UNUSED);
    assertThat(observer.asked().stream().distinct()).hasSize(1 + ReportedUseReads.AT_ONCE);

    request(reads, due.get(1));
    assertThat(reads.combined("ami-1", UNUSED)).isEqualTo(UNUSED);
  }

  /** The image is read again before it is retired, and its tag may show that it is due. */
  @Test
  void asksForProofOnceImageIsFoundDue() {
    reports(report("ami-a", "amiur-1", State.AVAILABLE, Duration.ofDays(20)));
    observer.answer(UsageQueries.reportEntries("amiur-1"), List.of());
    ReportedUseReads reads = read(notDue(image("ami-a", 40)));
    assertThat(reads.combined("ami-a", UNUSED)).isEqualTo(UNUSED);

    request(reads, due(image("ami-a", 40)));
    assertThat(why(reads, "ami-a")).contains("amiur-1", "too old");
  }

  private FakeObserver reports(ImageUsageReport... reports) {
    return observer.answer(UsageQueries.reports(), List.of(reports));
  }

  private static ImageUsageReport report(String image, String id, State state, Duration age) {
    return new ImageUsageReport(id, image, state, "", NOW.minus(age), Map.of());
  }

  private static <T> Observation<T> failed(String action) {
    return new Observation.Failed<>(
        new Ec2CallException(ErrorClass.DENIED, action, "UnauthorizedOperation", "no", null),
        Instant.MAX);
  }

  private static String why(ReportedUseReads reads, String imageId) {
    return ((Usage.Unknown) reads.combined(imageId, UNUSED)).message();
  }

  private static String token(ReportedUseReads reads, Decision due) {
    return ((CreateImageUsageReport) actions(reads, due).getLast()).clientToken();
  }

  private static List<AwsAction> actions(ReportedUseReads reads, Decision due) {
    return reads.actions(due).flatMap(planned -> planned.actions().stream()).toList();
  }

  private ReportedUseReads read(Decision... decisions) {
    Freshness freshness = new Freshness(NOW, NOW, false, Duration.ofHours(1));
    ReportedUseReads reads =
        new ReportedUseReads(region -> new ObservationSession(observer, region, POLICY, freshness));
    request(reads, decisions);
    return reads;
  }

  private static void request(ReportedUseReads reads, Decision... decisions) {
    request(reads, new Approval.NotRequired(), decisions);
  }

  private static void request(ReportedUseReads reads, Approval approval, Decision... decisions) {
    reads
        .request(List.of(decisions), RetentionScenario.withImages().withApproval(approval).facts())
        .value();
  }

  private static Decision due(Image image) {
    return decision(unkeptFor(image, 4), Optional.of(NOW), RetireStep.DEREGISTER);
  }

  private static Decision notDue(Image image) {
    return decision(unkeptFor(image, 4), Optional.of(NOW.plusSeconds(1)), RetireStep.DEREGISTER);
  }

  private static Decision decision(Image image, Optional<Instant> dueAt, RetireStep nextStep) {
    return new Decision(
        RetentionScenario.PLACE,
        image,
        RetentionReason.UsageUnknown,
        UnkeptSinceTag.of(image, NOW),
        new RetireSteps(Map.of(nextStep, Duration.ofDays(4))),
        Optional.of(nextStep),
        dueAt,
        "",
        Optional.empty());
  }
}
