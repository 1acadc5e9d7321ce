/** Finishes the CRDs that the build generates from the kinds; used by the build alone. */
package dev.amioperator.api.crd;
