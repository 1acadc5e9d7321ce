package dev.amioperator.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.api.v1alpha1.AmiCopyStatus;
import dev.amioperator.api.v1alpha1.AmiCopyStatus.RegionStatus;
import dev.amioperator.api.v1alpha1.CopyDestination;
import dev.amioperator.api.v1alpha1.CopyDestination.AllRegions;
import dev.amioperator.api.v1alpha1.CopyDestinationBuilder;
import dev.amioperator.simulator.state.Denial;
import dev.amioperator.testing.MockServerProfile;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.quarkus.test.kubernetes.client.WithKubernetesTestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Copies to every region of an account. */
@QuarkusTest
@WithKubernetesTestServer
@TestProfile(MockServerProfile.class)
class AmiCopyAllRegionsQuarkusTest extends AccountsTestBase {
  private static final String PARIS = "eu-west-3";

  @AfterEach
  void enableRegion() {
    cloud.seeds().target(PROD, PARIS).enableRegion();
  }

  @Test
  void fillsEveryListedRegionOfAccount() {
    applyAccount("member", PROD, LONDON, VIRGINIA, OREGON);
    createImage("everywhere");
    apply(copyOf("everywhere", to("prod", LONDON), allOf("member", OREGON)));

    AmiCopyStatus status = awaitStatus("everywhere", s -> s.ready() && "2/2".equals(s.copies()));
    assertThat(status.regions())
        .extracting(entry -> entry.account() + "/" + entry.region())
        .containsExactlyInAnyOrder("prod/" + LONDON, "member/" + VIRGINIA);

    applyAccount("member", PROD, LONDON, OREGON);
    AmiCopyStatus narrowed =
        awaitStatus("everywhere", s -> regionEntry(s, VIRGINIA).message() != null);
    assertThat(regionEntry(narrowed, VIRGINIA).message()).contains("does not list us-east-1");
    assertThat(images(PROD, VIRGINIA)).contains(regionEntry(narrowed, VIRGINIA).imageId());
    assertThat(narrowed.ready()).isTrue();
    delete("everywhere");
    assertThat(images(PROD, VIRGINIA)).doesNotContain(regionEntry(narrowed, VIRGINIA).imageId());
  }

  @Test
  void fillsRegionThatIsEnabledLater() {
    applyAccount("growing", PROD, LONDON, PARIS);
    cloud.seeds().target(PROD, PARIS).disableRegion();
    createImage("growing");
    apply(copyOf("growing", allOf("growing")));
    awaitStatus("growing", s -> s.ready() && "1/1".equals(s.copies()));

    cloud.seeds().target(PROD, PARIS).enableRegion();
    cloud.clock().step(Duration.ofHours(2));

    AmiCopyStatus status = awaitStatus("growing", s -> s.ready() && "2/2".equals(s.copies()));
    assertThat(images(PROD, PARIS)).containsExactly(regionEntry(status, PARIS).imageId());
    delete("growing");
  }

  @Test
  void fillsRegionThatWasDownForDay() {
    applyAccount("patient", PROD, LONDON, VIRGINIA);
    createImage("patient");
    String outage = cloud.faults().outage(VIRGINIA);
    apply(copyOf("patient", allOf("patient")));
    AmiCopyStatus halfway = awaitStatus("patient", s -> s.ready() && "1/2".equals(s.copies()));
    assertThat(regionEntry(halfway, VIRGINIA).message()).contains(VIRGINIA);

    cloud.clock().step(Duration.ofDays(1));
    cloud.faults().remove(outage);

    AmiCopyStatus status = awaitStatus("patient", s -> s.ready() && "2/2".equals(s.copies()));
    assertThat(images(PROD, VIRGINIA)).containsExactly(regionEntry(status, VIRGINIA).imageId());
    delete("patient");
  }

  @Test
  void saysThatRegionsCannotBeRead() {
    applyAccount("blind", PROD, LONDON, VIRGINIA);
    createImage("blind");
    cloud.denials().add(Denial.of("ec2:DescribeRegions"));
    apply(copyOf("blind", allOf("blind")));

    AmiCopyStatus status = awaitStatus("blind", s -> readyReason(s).equals("Denied"));

    assertThat(readyCondition(status).message()).contains("ec2:DescribeRegions");
    assertThat(status.ready()).isFalse();
    cloud.denials().clear();
    cloud.clock().step(Duration.ofHours(2));
    awaitStatus("blind", s -> s.ready() && "2/2".equals(s.copies()));
    delete("blind");
  }

  /** A backup restores no status. */
  @Test
  void deletesCopiesInAllRegionsWithoutStatus() {
    applyAccount("restored", PROD, LONDON, VIRGINIA);
    createImage("restored");
    apply(copyOf("restored", allOf("restored")));
    AmiCopyStatus status = awaitStatus("restored", s -> s.ready() && "2/2".equals(s.copies()));
    List<String> made = status.regions().stream().map(RegionStatus::imageId).toList();
    edit("restored", spec -> withSuspend(spec, true));
    awaitStatus("restored", s -> readyReason(s).equals("Suspended"));
    resource("restored")
        .editStatus(
            copy -> {
              copy.setStatus(null);
              return copy;
            });

    resource("restored").delete();
    awaitStatus("restored", s -> readyReason(s).equals("Suspended"));
    assertThat(copies()).containsAll(made);
    edit("restored", spec -> withSuspend(spec, false));

    awaitDeletion("restored", Duration.ofSeconds(60));
    assertThat(copies()).doesNotContainAnyElementsOf(made);
  }

  @Test
  void copiesOnceIfTwoAwsAccountsAreTheSameAccount() {
    applyAccount("one-name", PROD, LONDON, VIRGINIA);
    applyAccount("two-name", PROD, LONDON, OREGON);
    createImage("twins");
    apply(copyOf("twins", allOf("one-name"), allOf("two-name")));

    AmiCopyStatus status = awaitStatus("twins", s -> s.ready() && "3/3".equals(s.copies()));

    assertThat(status.regions())
        .extracting(RegionStatus::region)
        .containsExactlyInAnyOrder(LONDON, VIRGINIA, OREGON);
    assertThat(images(PROD, LONDON)).hasSize(1);
    delete("twins");
  }

  private List<String> copies() {
    return List.of(LONDON, VIRGINIA).stream()
        .flatMap(region -> images(PROD, region).stream())
        .toList();
  }

  private static CopyDestination allOf(String account, String... except) {
    return CopyDestinationBuilder.builder()
        .accountRef(account)
        .allRegions(new AllRegions(except.length == 0 ? null : List.of(except)))
        .build();
  }
}
