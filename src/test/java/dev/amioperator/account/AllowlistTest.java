package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AllowSpec;
import dev.amioperator.api.v1alpha1.AllowSpec.AllowedRetention;
import dev.amioperator.api.v1alpha1.AllowSpecBuilder;
import dev.amioperator.api.v1alpha1.LaunchPermissionsSpec;
import dev.amioperator.attributes.DesiredSharing;
import dev.amioperator.ownership.ClusterId;
import dev.amioperator.ownership.Owner;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
            readyState -> assertThat(readyState.message()).contains("publicSharing: true"));
  }

  @Test
  void allowsUnmanagedSharing() {
    assertThat(NOTHING.sharingRefusal(DesiredSharing.UNMANAGED)).isEmpty();
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

  @ParameterizedTest
  @CsvSource({
    "images/web, true",
    "images, false",
    "images-web, false",
    "payroll/web, false",
    "web-42, true",
    "web, false",
    "my-web-42, false"
  })
  void allowsNamesOfNamespaceAndListedBeginnings(String name, boolean allowed) {
    Allowlist list =
        new Allowlist("x", AllowSpecBuilder.builder().imageNames(List.of("web-")).build());
    Owner owner = new Owner(new ClusterId("here"), "AmiImage/images/x");

    assertThat(list.imageNameRefusal(name, owner).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void refusesSourceRegionThatIsNotListed() {
    Allowlist list = new Allowlist("x", Set.of("eu-west-1"), AllowSpec.NOTHING);

    assertThat(list.sourceRegionRefusal("eu-west-1")).isEmpty();
    assertThat(list.sourceRegionRefusal("us-east-1")).isPresent();
    assertThat(NOTHING.sourceRegionRefusal("us-east-1")).isEmpty();
  }

  private static Allowlist sharingWith(String... entities) {
    return new Allowlist(
        "default", AllowSpecBuilder.builder().shareWith(List.of(entities)).build());
  }
}
