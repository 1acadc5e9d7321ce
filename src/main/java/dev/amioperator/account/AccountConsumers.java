package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountSpec;
import dev.amioperator.ec2.AccountRegion;
import dev.amioperator.observer.ConsumerAccount;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The accounts in which resources may use images of an account: {@code spec.consumers} of every
 * AwsAccount that represents it. A consumer that cannot be read is unreadable, never left out.
 */
@ApplicationScoped
public class AccountConsumers {
  private final AccountAccess accountAccess;
  private final Map<String, Recorded> recorded = new ConcurrentHashMap<>();

  AccountConsumers(AccountAccess accountAccess) {
    this.accountAccess = accountAccess;
  }

  /**
   * The fields of an AwsAccount that matter here.
   *
   * @param regions the regions that it lists; empty: all
   * @param usageReports whether reports tell which accounts use its images
   */
  private record Recorded(
      List<String> consumers, Optional<List<String>> regions, boolean usageReports) {}

  /** Records the consumers of an AwsAccount, before access to it is granted or changed. */
  void record(AwsAccount account) {
    Optional<AwsAccountSpec> spec = Optional.ofNullable(account.getSpec());
    recorded.put(
        account.getMetadata().getName(),
        new Recorded(
            spec.map(AwsAccountSpec::consumers).orElse(List.of()),
            spec.map(AwsAccountSpec::regions),
            spec.map(AwsAccountSpec::usageReports).orElse(false)));
  }

  /** Drops a deleted AwsAccount: where it is a consumer, it is unreadable then. */
  void forget(String name) {
    recorded.remove(name);
  }

  /** The consumers of an account in a region, each once, without the account itself. */
  public List<ConsumerAccount> of(AccountRegion accountRegion) {
    return accountAccess.namesOf(accountRegion.accountId()).stream()
        .flatMap(this::consumersOf)
        .distinct()
        .sorted()
        .map(name -> consumer(name, accountRegion.region()))
        .filter(consumer -> !represents(consumer, accountRegion))
        .toList();
  }

  /** Whether an AwsAccount that represents the account has {@code spec.usageReports}. */
  public boolean usageReports(AccountRegion accountRegion) {
    return accountAccess.namesOf(accountRegion.accountId()).stream()
        .map(recorded::get)
        .anyMatch(account -> account != null && account.usageReports());
  }

  private Stream<String> consumersOf(String name) {
    return Optional.ofNullable(recorded.get(name)).stream()
        .flatMap(account -> account.consumers().stream());
  }

  private ConsumerAccount consumer(String name, String region) {
    Recorded account = recorded.get(name);
    if (account == null) {
      return new ConsumerAccount.Unreadable(
          "AwsAccount %s, a consumer, does not exist. Create it, or remove it from spec.consumers"
              .formatted(name));
    }
    if (account.regions().filter(listed -> !listed.contains(region)).isPresent()) {
      return new ConsumerAccount.Unreadable(
          "AwsAccount %s, a consumer, does not list %s in spec.regions. Add it there"
              .formatted(name, region));
    }
    return accountAccess
        .verifiedRegion(name, region)
        .<ConsumerAccount>map(ConsumerAccount.Readable::new)
        .orElseGet(
            () ->
                new ConsumerAccount.Unreadable(
                    "AwsAccount %s, a consumer, is not ready. See its conditions".formatted(name)));
  }

  private static boolean represents(ConsumerAccount consumer, AccountRegion accountRegion) {
    return consumer instanceof ConsumerAccount.Readable(AccountRegion region)
        && region.accountId().equals(accountRegion.accountId());
  }
}
