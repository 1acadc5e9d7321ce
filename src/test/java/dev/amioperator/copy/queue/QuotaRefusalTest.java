package dev.amioperator.copy.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of EC2 as users reported them, and those of the simulator. */
class QuotaRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // aws-samples/copy-encrypted-ami issue 3, aws-step-functions-ebs-snapshot-mgmt issue 3
        "Too many snapshot copies in progress. The limit is 5 for this destination region."
            + "|SNAPSHOT_COPIES|5",
        "Too many image copies in progress. The limit is 300 for this destination region."
            + "|IMAGE_COPIES|300",
        // NixOS/amis issue 37
        "You have reached your quota of 5 for the number of public images allowed in this Region."
            + "|IMAGES|-1",
        "You have reached your quota of 50000 AMIs in this Region.|IMAGES|-1",
        "The cumulative snapshot copy throughput quota of 2000 MiB/s from eu-west-1 is used up."
            + "|THROUGHPUT|-1",
        "Something else.|IMAGE_COPIES|-1"
      })
  void readsQuotaFromMessage(String message, QuotaRefusal.Quota quota, int limit) {
    QuotaRefusal refusal = QuotaRefusal.of(QueueFixtures.quota(message));

    assertThat(refusal.quota()).isEqualTo(quota);
    assertThat(refusal.limit().orElse(-1)).isEqualTo(limit);
  }
}
