package dev.amioperator.attributes.kms;

import java.util.List;

/** Recipient of a shared image, as principals and conditions of KMS key policies match it. */
public sealed interface KmsPrincipal {
  /** The principal for an account id, or for the ARN of an organization or unit. */
  static KmsPrincipal of(String entity) {
    if (!entity.startsWith("arn:")) {
      return new Account(entity);
    }
    String[] path = entity.substring(entity.indexOf('/') + 1).split("/");
    return path.length == 1 ? new Organization(path[0]) : new OrganizationalUnit(path[0], path[1]);
  }

  /**
   * Whether this principal is the account; unknown for organizations, whose members are not known.
   */
  default Tristate matchesAccount(String accountId) {
    return Tristate.UNKNOWN;
  }

  /** Whether the principal is a member of an organization; unknown for accounts. */
  default Tristate matchesOrganization(List<String> organizationIds) {
    return Tristate.UNKNOWN;
  }

  /** Whether the principal is in an organization path such as {@code o-1/r-1/ou-1/*}. */
  default Tristate matchesOrganizationPath(List<String> paths) {
    return Tristate.UNKNOWN;
  }

  /** The principal or condition of a key policy statement that allows this principal. */
  String policyPrincipal(String partition);

  /** AWS account, whose organization is unknown here. */
  record Account(String id) implements KmsPrincipal {
    @Override
    public Tristate matchesAccount(String accountId) {
      return Tristate.of(id.equals(accountId));
    }

    @Override
    public String policyPrincipal(String partition) {
      return "arn:%s:iam::%s:root".formatted(partition, id);
    }
  }

  /** All accounts of an organization. */
  record Organization(String id) implements KmsPrincipal {
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

  /** All accounts of an organizational unit. */
  record OrganizationalUnit(String organizationId, String id) implements KmsPrincipal {
    @Override
    public Tristate matchesOrganization(List<String> organizationIds) {
      return Tristate.of(organizationIds.contains(organizationId));
    }

    @Override
    public Tristate matchesOrganizationPath(List<String> paths) {
      boolean named =
          paths.stream()
              .anyMatch(
                  path -> path.startsWith(organizationId + "/") && path.contains("/" + id + "/"));
      return named ? Tristate.YES : new Organization(organizationId).matchesOrganizationPath(paths);
    }

    @Override
    public String policyPrincipal(String partition) {
      return "\"*\" with the condition aws:PrincipalOrgPaths: %s/*/%s/*"
          .formatted(organizationId, id);
    }
  }
}
