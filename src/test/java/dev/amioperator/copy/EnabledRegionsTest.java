package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatusRegionStatusBuilder;
import dev.amioperator.reconcile.ReadyState;
import dev.amioperator.reconcile.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnabledRegionsTest {
  private static final RegionStatus COPIED = entry("eu-south-1", true);
  private static final RegionStatus NEVER_CALLED = entry("af-south-1", null);

  private static RegionStatus entry(String region, Boolean requested) {
    return AmiCopyStatusRegionStatusBuilder.builder()
        .accountId("111122223333")
        .region(region)
        .requested(requested)
        .build();
  }

  private static EnabledRegions regions(Set<String> allowed, String... enabled) {
    return new EnabledRegions("prod", allowed, Set.of(enabled), Optional.empty());
  }

  @Test
  void coversEnabledRegionsThatAccountLists() {
    assertThat(regions(Set.of(), "eu-west-1", "eu-west-2").covered(List.of()))
        .containsExactly("eu-west-1", "eu-west-2");
    assertThat(
            regions(Set.of("eu-west-1", "us-east-1"), "eu-west-1", "eu-west-2").covered(List.of()))
        .containsExactly("eu-west-1");
  }

  @Test
  void keepsRegionsWithCopies() {
    EnabledRegions one = regions(Set.of("eu-west-1", "eu-south-1"), "eu-west-1");

    assertThat(one.covered(List.of(COPIED, NEVER_CALLED)))
        .containsExactly("eu-south-1", "eu-west-1");
    assertThat(one.unreachable("eu-west-1")).isEmpty();
    assertThat(one.unreachable("eu-south-1").orElseThrow().message())
        .contains("eu-south-1 is not enabled in the account of AwsAccount prod", "except");
    assertThat(regions(Set.of("eu-west-1"), "eu-south-1").unreachable("eu-south-1").orElseThrow())
        .isInstanceOfSatisfying(
            ReadyState.Blocked.class,
            why -> {
              assertThat(why.reason()).isEqualTo(Reason.Unreachable);
              assertThat(why.message()).contains("prod does not list eu-south-1");
            });
  }

  @Test
  void concludesNothingFromUnknownRegions() {
    ReadyState down = new ReadyState.Blocked(Reason.Unreachable, "down", Duration.ofSeconds(1));
    EnabledRegions unknown = EnabledRegions.unknown("prod", down);

    assertThat(unknown.covered(List.of(COPIED, NEVER_CALLED)))
        .containsExactly("af-south-1", "eu-south-1");
    assertThat(unknown.unreachable("eu-south-1")).isEmpty();
  }
}
