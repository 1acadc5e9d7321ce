/** The kind AmiCopy: one image, and its copies in other regions. */
package dev.amioperator.copy;
