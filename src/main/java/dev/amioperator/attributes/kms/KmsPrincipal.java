package dev.amioperator.attributes.kms;

import java.util.List;

/** Somebody that an image is shared with, as a key policy may mean them. */
public sealed interface KmsPrincipal {
  /** By the id of an account, or the ARN of an organization or unit. */
  static KmsPrincipal of(String entity) {
    if (!entity.startsWith("arn:")) {
      return new Account(entity);
    }
    String[] path = entity.substring(entity.indexOf('/') + 1).split("/");
    return path.length == 1 ? new Organization(path[0]) : new OrganizationalUnit(path[0], path[1]);
  }

  /** Whether an account is meant. */
  Tristate matchesAccount(String accountId);

  /** Whether a member of one of these organizations is meant. */
  Tristate matchesOrganization(List<String> organizationIds);

  /** Whether a member on one of these paths is meant, such as {@code o-1/r-1/ou-1/*}. */
  Tristate matchesOrganizationPath(List<String> paths);

  /** Whom a statement has to name so that they may use the key. */
  String policyPrincipal(String partition);

  /** An account: which organization it is in is not known here. */
  record Account(String id) implements KmsPrincipal {
    @Override
    public Tristate matchesAccount(String accountId) {
      return Tristate.of(id.equals(accountId));
    }

    @Override
    public Tristate matchesOrganization(List<String> organizationIds) {
      return Tristate.UNKNOWN;
    }

    @Override
    public Tristate matchesOrganizationPath(List<String> paths) {
      return Tristate.UNKNOWN;
    }

    @Override
    public String policyPrincipal(String partition) {
      return "arn:%s:iam::%s:root".formatted(partition, id);
    }
  }

  /** All accounts of an organization: which they are is not known here. */
  record Organization(String id) implements KmsPrincipal {
    @Override
    public Tristate matchesAccount(String accountId) {
      return Tristate.UNKNOWN;
    }

    @Override
    public Tristate matchesOrganization(List<String> organizationIds) {
      return Tristate.of(organizationIds.contains(id));
    }

    @Override
    public Tristate matchesOrganizationPath(List<String> paths) {
      if (paths.contains(id + "/*")) {
        return Tristate.YES;
      }
      return paths.stream().anyMatch(path -> path.startsWith(id + "/"))
          ? Tristate.UNKNOWN
          : Tristate.NO;
    }

    @Override
    public String policyPrincipal(String partition) {
      return "\"*\" with the condition aws:PrincipalOrgID: " + id;
    }
  }

  /** All accounts of a unit of an organization. */
  record OrganizationalUnit(String organizationId, String id) implements KmsPrincipal {
    @Override
    public Tristate matchesAccount(String accountId) {
      return Tristate.UNKNOWN;
    }

    @Override
    public Tristate matchesOrganization(List<String> organizationIds) {
      return Tristate.of(organizationIds.contains(organizationId));
    }

    @Override
    public Tristate matchesOrganizationPath(List<String> paths) {
      boolean named =
          paths.stream()
              .anyMatch(
                  path ->
                      path.equals(organizationId + "/*")
                          || (path.startsWith(organizationId + "/")
                              && path.contains("/" + id + "/")));
      return named ? Tristate.YES : new Organization(organizationId).matchesOrganizationPath(paths);
    }

    @Override
    public String policyPrincipal(String partition) {
      return "\"*\" with the condition aws:PrincipalOrgPaths: %s/*/%s/*"
          .formatted(organizationId, id);
    }
  }
}
