package dev.amioperator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.amioperator.account.NamespaceClaim.Overlap;
import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.ownership.Installation;
import dev.amioperator.ownership.WatchedNamespaces;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamespaceClaimTest {
  private static final Instant NOW = Instant.parse("2027-01-31T12:00:00Z");
  private static final Installation OWN = new Installation("ops", "ami-operator");
  private static final String LAST_DATE = Instant.MAX.toString();
  private static final String OTHER = "ami-operator.team-ops.amioperator.dev/watches";

  private final FutureClaims futureClaims = new FutureClaims();

  @ParameterizedTest
  @CsvSource({
    "a b, b c, namespace b",
    "a b, c d,",
    "a, *, namespace a",
    "*, a b, 'namespace a, b'",
    "*, *, every namespace",
    // A name that begins like another is another namespace.
    "team, team-b,",
  })
  void findsCommonNamespaces(String own, String other, String common) {
    assertThat(overlap(own, "2027-01-31T11:59:00Z " + other).map(o -> o.common().toString()))
        .isEqualTo(Optional.ofNullable(common));
  }

  @Test
  void namesOtherInstallationAndNamespace() {
    assertThat(overlap("a b", "2027-01-31T11:59:00Z b").orElseThrow().message())
        .startsWith("Installation team-ops/ami-operator also watches namespace b,")
        .contains("annotation " + OTHER + " of AwsAccount shared");
  }

  @Test
  void ignoresExpiredClaim() {
    assertThat(overlap("a", "2027-01-31T11:00:00Z a")).isEmpty();
    assertThat(overlap("a", "2027-01-31T11:00:01Z a")).isPresent();
  }

  /** The clock of the other installation is ahead, or a person wrote the date. */
  @ParameterizedTest
  @ValueSource(strings = {"2027-01-31T12:05:00Z", "2030-01-01T00:00:00Z", "LAST"})
  void expiresFutureClaimAnHourAfterItWasSeen(String date) {
    String value = date.replace("LAST", LAST_DATE) + " a";
    assertThat(overlap("a", value)).isPresent();
    assertThat(overlapAt(NOW.plus(Duration.ofMinutes(59)), "a", value)).isPresent();
    assertThat(overlapAt(NOW.plus(Duration.ofMinutes(60)), "a", value)).isEmpty();
  }

  @Test
  void countsRenewalOfFutureClaim() {
    overlap("a", "2027-01-31T12:05:00Z a");

    Instant later = NOW.plus(Duration.ofMinutes(70));
    assertThat(overlapAt(later, "a", "2027-01-31T13:05:00Z a")).isPresent();
  }

  /** The clock that saw the claim first was ahead, and was set back. */
  @Test
  void countsFromWhereClockWasSetBackTo() {
    overlap("a", "2030-01-01T00:00:00Z a");
    Instant back = NOW.minus(Duration.ofDays(30));
    assertThat(overlapAt(back, "a", "2030-01-01T00:00:00Z a")).isPresent();
    assertThat(overlapAt(back.plus(NamespaceClaim.VALID), "a", "2030-01-01T00:00:00Z a")).isEmpty();
  }

  @Test
  void renewsOwnClaimThatIsDatedInFuture() {
    for (Instant date : List.of(NOW.plus(NamespaceClaim.RENEWAL), Instant.MAX, Instant.MIN)) {
      NamespaceClaim own = new NamespaceClaim(OWN, WatchedNamespaces.ALL, Optional.of(date));
      assertThat(own.renewalDueAt(NOW)).as(date.toString()).isTrue();
    }
    assertThat(
            new NamespaceClaim(OWN, WatchedNamespaces.ALL, Optional.of(Instant.MAX)).validAt(NOW))
        .isFalse();
  }

  @Test
  void refusesUnreadableClaim() {
    assertThat(overlap("a", "since yesterday")).isPresent();
    assertThat(overlap("a", "")).isPresent();
  }

  @Test
  void ignoresOwnClaimAndOtherAnnotations() {
    AwsAccount account =
        account(
            Map.of(
                OWN.claimAnnotation(),
                "2027-01-31T11:59:00Z a",
                "amioperator.dev/watches",
                "2027-01-31T11:59:00Z a",
                "example.com/watches",
                "2027-01-31T11:59:00Z a"));

    assertThat(claim("a").overlapOn(account, futureClaims, NOW)).isEmpty();
  }

  @Test
  void readsWhatItWrites() {
    for (String namespaces : List.of("a b", "*")) {
      NamespaceClaim claim = claim(namespaces);
      assertThat(NamespaceClaim.on(account(Map.of(OWN.claimAnnotation(), claim.value()))))
          .containsExactly(claim);
    }
  }

  @Test
  void renewsFarEarlierThanItExpires() {
    assertThat(NamespaceClaim.RENEWAL.multipliedBy(4)).isLessThan(NamespaceClaim.VALID);
    assertThat(claim("a").renewalDueAt(NOW.plus(Duration.ofMinutes(9)))).isFalse();
    assertThat(claim("a").renewalDueAt(NOW.plus(Duration.ofMinutes(10)))).isTrue();
  }

  private Optional<Overlap> overlap(String own, String otherValue) {
    return overlapAt(NOW, own, otherValue);
  }

  private Optional<Overlap> overlapAt(Instant now, String own, String otherValue) {
    return claim(own).overlapOn(account(Map.of(OTHER, otherValue)), futureClaims, now);
  }

  private static NamespaceClaim claim(String namespaces) {
    return new NamespaceClaim(
        OWN,
        namespaces.equals("*")
            ? WatchedNamespaces.ALL
            : WatchedNamespaces.of(List.of(namespaces.split(" "))),
        Optional.of(NOW));
  }

  private static AwsAccount account(Map<String, String> annotations) {
    AwsAccount account = new AwsAccount();
    account.setMetadata(
        new ObjectMetaBuilder().withName("shared").withAnnotations(annotations).build());
    return account;
  }
}
