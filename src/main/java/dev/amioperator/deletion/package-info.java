/**
 * What happens before a finalizer comes off: the guard, the protection, the ledger, the image and
 * its snapshots.
 */
package dev.amioperator.deletion;
