// Passkeys: hands the elements of the page to allauth, as data-passkey="addForm" and data-NAME="id" say.
for (const place of document.querySelectorAll("[data-passkey]")) {
  const { passkey, ...ids } = place.dataset;
  window.allauth?.webauthn?.forms[passkey]?.({ ids });
}
