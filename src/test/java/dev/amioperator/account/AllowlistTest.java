package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AllowSpec.AllowedRetention;
import dev.amioperator.api.v1alpha1.AllowSpecBuilder;
import dev.amioperator.api.v1alpha1.AllowedResources;
import dev.amioperator.api.v1alpha1.LaunchPermissionsSpec;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.reconcile.ReadyState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AllowlistTest {
  private static final String FRIEND = "210987654321";
  private static final String ORGANIZATION =
      "arn:aws:organizations::210987654321:organization/o-0123456789";
  private static final Allowlist NOTHING = new Allowlist("default", AllowSpec.NOTHING);

  @Test
  void requiresAllowlistForPublicAndEachEntity() {
    DesiredSharing sharing =
        DesiredSharing.of(
            new LaunchPermissionsSpec(null, List.of(FRIEND), List.of(ORGANIZATION), null, null));
    assertThat(sharingWith(FRIEND, ORGANIZATION).sharingRefusal(sharing)).isEmpty();
    assertThat(sharingWith(FRIEND).sharingRefusal(sharing))
        .hasValueSatisfying(readyState -> assertThat(readyState.message()).contains(ORGANIZATION));
    DesiredSharing everyone =
        DesiredSharing.of(new LaunchPermissionsSpec(true, null, null, null, null));
    assertThat(NOTHING.sharingRefusal(everyone))
        .hasValueSatisfying(
            readyState -> assertThat(readyState.message()).contains("allow.publicSharing"));
  }

  @Test
  void refusesWhatIsNotListed() {
    Allowlist all =
        new Allowlist(
            "default",
            AllowSpecBuilder.builder()
                .adopt(new AllowedResources(null, true))
                .instanceProfiles(List.of("builder"))
                .build());
    assertThat(NOTHING.sharingRefusal(DesiredSharing.UNMANAGED)).isEmpty();
    assertThat(NOTHING.adoptionRefusal()).get().isInstanceOf(ReadyState.Stalled.class);
    assertThat(all.adoptionRefusal()).isEmpty();
    assertThat(NOTHING.instanceProfileRefusal(null)).isEmpty();
    assertThat(all.instanceProfileRefusal("builder")).isEmpty();
    assertThat(all.instanceProfileRefusal("admin")).isPresent();
    assertThat(NOTHING.instanceProfileRefusal("builder")).isPresent();
  }

  @Test
  void allowsRetentionPerNamespace() {
    AllowedRetention web = new AllowedRetention(List.of("a", "b"), Map.of("family", "web"), null);
    AllowedRetention every = new AllowedRetention(List.of("b"), null, true);
    Allowlist both =
        new Allowlist("x", AllowSpecBuilder.builder().retention(List.of(web, every)).build());

    assertThat(both.retentionBy("a")).containsExactly(web);
    assertThat(both.retentionBy("b")).containsExactly(web, every);
    assertThat(both.retentionBy("c")).isEmpty();
    assertThat(NOTHING.retentionBy("a")).isEmpty();
  }

  private static Allowlist sharingWith(String... entities) {
    return new Allowlist(
        "default", AllowSpecBuilder.builder().shareWith(List.of(entities)).build());
  }
}
