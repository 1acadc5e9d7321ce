package dev.amioperator.account;

import dev.amioperator.api.v1alpha1.AwsAccount;
import dev.amioperator.api.v1alpha1.AwsAccountStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reconciles the objects that name an AwsAccount when it changes. */
public final class AccountEventSource {
  private AccountEventSource() {}

  /**
   * The event source of AwsAccounts for a kind's controller.
   *
   * @param accountOf the name of the AwsAccount that an object uses
   */
  public static <R extends HasMetadata> InformerEventSource<AwsAccount, R> of(
      EventSourceContext<R> context, Class<R> kind, Function<R, String> accountOf) {
    return ofSeveral(context, kind, object -> Set.of(accountOf.apply(object)));
  }

  /**
   * The event source of AwsAccounts for the controller of a kind that uses several of them.
   *
   * @param accountsOf the names of the AwsAccounts that an object uses
   */
  public static <R extends HasMetadata> InformerEventSource<AwsAccount, R> ofSeveral(
      EventSourceContext<R> context, Class<R> kind, Function<R, Set<String>> accountsOf) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(AwsAccount.class, kind)
            .withName("awsaccounts")
            // They have no namespace, whichever the controller watches.
            .withWatchAllNamespaces()
            .withOnUpdateFilter(
                (now, before) ->
                    !Objects.equals(now.getSpec(), before.getSpec())
                        || !Objects.equals(relevantStatus(now), relevantStatus(before)))
            .withSecondaryToPrimaryMapper(
                account ->
                    context
                        .getPrimaryCache()
                        .list(r -> accountsOf.apply(r).contains(account.getMetadata().getName()))
                        .map(ResourceID::fromResource)
                        .collect(Collectors.toSet()))
            .withPrimaryToSecondaryMapper(
                (R resource) ->
                    accountsOf.apply(resource).stream()
                        .map(ResourceID::new)
                        .collect(Collectors.toSet()))
            .build(),
        context);
  }

  private static AwsAccountStatus relevantStatus(AwsAccount account) {
    return account.getStatus() == null ? null : account.getStatus().withoutRetired();
  }
}
