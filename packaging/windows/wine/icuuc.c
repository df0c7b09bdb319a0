/* Stand-in for the ICU of Windows 10, which Wine lacks: says that it knows no legacy text encoding. Never shipped. */

#define EXPORT __declspec(dllexport)
#define FILE_ACCESS_ERROR 4
#define UNUSED(name) EXPORT void *name(void) { return 0; }

EXPORT void *ucnv_open(const char *encoding, int *error)
{
    *error = FILE_ACCESS_ERROR;
    return 0;
}

/* Without a converter, Qt6Core.dll calls none of these; it only wants to find them. */
UNUSED(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
UNUSED(UCNV_TO_U_CALLBACK_SUBSTITUTE)
UNUSED(ucnv_cbFromUWriteUChars)
UNUSED(ucnv_cbToUWriteUChars)
UNUSED(ucnv_close)
UNUSED(ucnv_countAvailable)
UNUSED(ucnv_fromUCountPending)
UNUSED(ucnv_fromUnicode)
UNUSED(ucnv_getAvailableName)
UNUSED(ucnv_getFromUCallBack)
UNUSED(ucnv_getMaxCharSize)
UNUSED(ucnv_getName)
UNUSED(ucnv_getStandardName)
UNUSED(ucnv_getToUCallBack)
UNUSED(ucnv_reset)
UNUSED(ucnv_setFromUCallBack)
UNUSED(ucnv_setToUCallBack)
UNUSED(ucnv_toUCountPending)
UNUSED(ucnv_toUnicode)
