/** Post-processing of the generated CRDs; used by the build only. */
package dev.amioperator.api.crd;
