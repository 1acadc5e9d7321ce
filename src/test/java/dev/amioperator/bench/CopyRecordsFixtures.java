package dev.amioperator.bench;

import dev.amioperator.bench.CopyRecords.Deletion;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Records of small runs, whose copies take 112 s. */
final class CopyRecordsFixtures {
  static final Instant APPLIED = Instant.parse("2026-01-01T00:00:00Z");
  static final String REGION = "us-east-1";

  private final List<Ec2Call> calls = new ArrayList<>();

  /** Load of AmiCopies into a region with an image quota. */
  static CopyLoad load(int amiCopies, int imageQuota) {
    return new CopyLoad("images=" + imageQuota, amiCopies, 1, imageQuota, 0, 8, false);
  }

  /** CopyImage calls that started a copy of the source images of these numbers. */
  CopyRecordsFixtures started(int second, int... numbers) {
    Arrays.stream(numbers).forEach(number -> add(second, "CopyImage", "", number));
    return this;
  }

  /** CopyImage call that the quota refused. */
  CopyRecordsFixtures refused(int second) {
    add(second, "CopyImage", "ResourceLimitExceeded", 0);
    return this;
  }

  CopyRecordsFixtures called(int second, String action, int times) {
    IntStream.range(0, times).forEach(_ -> add(second, action, "", 0));
    return this;
  }

  private void add(int second, String action, String error, int number) {
    calls.add(
        new Ec2Call(
            calls.size(),
            APPLIED.plusSeconds(second),
            REGION,
            action.equals("GetCallerIdentity") ? "sts" : "ec2",
            action,
            error,
            "Name=bench-%d, SourceImageId=%s, SourceRegion=eu-west-1"
                .formatted(number, CopyManifests.sourceImageId(number))));
  }

  List<Ec2Call> calls() {
    return calls;
  }

  CopyStarts starts(CopyLoad load) {
    return CopyStarts.of(calls, load.copyDuration());
  }

  /** Records of a run that ended after some seconds with all AmiCopies Ready. */
  CopyRecords records(CopyLoad load, int seconds) {
    Instant end = APPLIED.plusSeconds(seconds);
    return new CopyRecords(
        load,
        IntStream.range(0, load.amiCopies())
            .mapToObj(
                number ->
                    new AppliedCopy(
                        number < load.amiCopies() / 2 ? "a" : "b",
                        CopyManifests.name(number),
                        CopyManifests.sourceImageId(number),
                        APPLIED.plusSeconds(number),
                        end))
            .toList(),
        APPLIED,
        APPLIED.plusSeconds(1),
        end,
        calls,
        2,
        new Deletion(Duration.ofSeconds(60), List.of(), 0, List.of()));
  }

  Fairness fairness(CopyLoad load) {
    return new Fairness(records(load, 0), starts(load));
  }
}
