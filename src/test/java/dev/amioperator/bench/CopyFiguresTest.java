package dev.amioperator.bench;

import static dev.amioperator.bench.CopyRecordsFixtures.load;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.amioperator.bench.Figure.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyFiguresTest {
  private static final CopyLoad LOAD = load(4, 2);

  private final CopyRecordsFixtures journal =
      new CopyRecordsFixtures().started(0, 0, 1).started(112, 2, 3);

  private static Figure figure(CopyRecords records, String name) {
    return new CopyFigures(records)
        .all().stream().filter(figure -> figure.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void comparesMakespanWithBound() {
    Figure fast = figure(journal.records(LOAD, 230), "makespan / bound");
    Figure slow = figure(journal.records(LOAD, 240), "makespan / bound");

    assertThat(fast.measured()).isCloseTo(230 / 223.84, within(0.001));
    assertThat(fast.verdict()).isEqualTo(Verdict.PASS);
    assertThat(slow.verdict()).isEqualTo(Verdict.MISS);
    assertThat(figure(journal.records(LOAD, 240), "the same in EC2").measured())
        .isCloseTo(1.0, within(0.001));
  }

  @Test
  void countsEc2CallsByAction() {
    journal.called(5, "DescribeImages", 8).called(5, "GetCallerIdentity", 50);
    Figure calls = figure(journal.records(LOAD, 230), "EC2 calls a copy");

    assertThat(calls.measured()).isEqualTo(3.0);
    assertThat(calls.detail()).isEqualTo("DescribeImages 2.00, CopyImage 1.00");
    assertThat(calls.verdict()).isEqualTo(Verdict.PASS);
    journal.called(5, "DescribeImages", 13);
    assertThat(figure(journal.records(LOAD, 230), "EC2 calls a copy").verdict())
        .isEqualTo(Verdict.MISS);
  }

  @Test
  void countsDeletionPerImage() {
    CopyRecords records = journal.records(LOAD, 230);
    List<Ec2Call> deregistered = new CopyRecordsFixtures().called(0, "DeregisterImage", 9).calls();
    CopyRecords deleted =
        new CopyRecords(
            LOAD,
            records.copies(),
            records.applied(),
            records.allApplied(),
            records.end(),
            records.calls(),
            0,
            new CopyRecords.Deletion(Duration.ofSeconds(9), deregistered, 1, List.of("snap-1")));

    assertThat(figure(deleted, "EC2 calls a deleted image"))
        .returns(2.25, Figure::measured)
        .returns(Verdict.MISS, Figure::verdict);
    assertThat(figure(deleted, "AmiCopies not deleted").verdict()).isEqualTo(Verdict.MISS);
    assertThat(figure(deleted, "images and snapshots left").verdict()).isEqualTo(Verdict.MISS);
    assertThat(figure(deleted, "status writes a copy").verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void reportsRunWithoutAnyCopy() {
    CopyRecords complete = new CopyRecordsFixtures().records(LOAD, 900);
    CopyRecords nothing =
        new CopyRecords(
            LOAD,
            complete.copies().stream()
                .map(
                    copy ->
                        new AppliedCopy(
                            copy.namespace(),
                            copy.name(),
                            copy.sourceImageId(),
                            Instant.EPOCH,
                            null))
                .toList(),
            complete.applied(),
            complete.allApplied(),
            complete.end(),
            List.of(),
            0,
            complete.deletion());
    Report report = Report.of(nothing, 1);

    assertThat(figure(nothing, "AmiCopies not Ready").measured()).isEqualTo(4);
    assertThat(report.passed()).isFalse();
    assertThat(report.table())
        .contains("4 AmiCopies x 1 regions, 2 copies in flight per region, 112 s a copy")
        .containsPattern("AmiCopies not Ready +4 +<= 0 +MISS +of 4; 0 of 4 copies started")
        .containsPattern("AmiCopies overtaken +0 +<= 0 +PASS");
  }
}
